import { Prefetch } from '../../../../src/orm/index.ts';
import { Author, Blog, Category, Entry, Group, Person, Writer } from '../models.ts';
import { ask } from '../question.ts';

export const loadingMore = [
  ask(
    'a prefetch of a symmetrical relation',
    `[(w.name, [f.name for f in w.friends.all()]) for w in Writer.objects.prefetch_related(Prefetch('friends', Writer.objects.order_by('name'))).order_by('pk')]`,
    async () =>
      (
        await Writer.objects
          .prefetchRelated(Prefetch('friends', Writer.objects.orderBy('name')))
          .orderBy('pk')
      ).map((w) => [w.name, w.friends.map((f) => f.name)]),
  ),
  ask(
    'a prefetch over a through model',
    `[(g.name, [p.last_name for p in g.members.all()]) for g in Group.objects.prefetch_related(Prefetch('members', Person.objects.order_by('last_name'))).order_by('pk')]`,
    async () =>
      (
        await Group.objects
          .prefetchRelated(Prefetch('members', Person.objects.orderBy('last_name')))
          .orderBy('pk')
      ).map((g) => [g.name, g.members.map((p) => p.last_name)]),
  ),
  ask(
    'a prefetch of the other end of a through model',
    `[(p.last_name, [g.name for g in p.groups.all()]) for p in Person.objects.prefetch_related(Prefetch('groups', Group.objects.order_by('name'))).order_by('pk')]`,
    async () =>
      (
        await Person.objects
          .prefetchRelated(Prefetch('groups', Group.objects.orderBy('name')))
          .orderBy('pk')
      ).map((p) => [p.last_name, p.groups.map((g) => g.name)]),
  ),
  ask(
    'a prefetch with a slice for each',
    `[(b.name, [e.pk for e in b.second]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.order_by('-number_of_comments', 'pk')[1:2], to_attr='second')).order_by('pk')]`,
    async () =>
      (
        await Blog.objects
          .prefetchRelated(
            Prefetch('entries', Entry.objects.orderBy('-number_of_comments', 'pk').slice(1, 2), {
              toAttr: 'second',
            }),
          )
          .orderBy('pk')
      ).map((b) => [b.name, b.second.map((e) => e.pk)]),
  ),
  ask(
    'a prefetch with a slice of many-to-many',
    `[(e.pk, [a.name for a in e.first_author]) for e in Entry.objects.prefetch_related(Prefetch('authors', Author.objects.order_by('name')[:1], to_attr='first_author')).order_by('pk')]`,
    async () =>
      (
        await Entry.objects
          .prefetchRelated(
            Prefetch('authors', Author.objects.orderBy('name').slice(0, 1), {
              toAttr: 'first_author',
            }),
          )
          .orderBy('pk')
      ).map((e) => [e.pk, e.first_author.map((a) => a.name)]),
  ),
  ask(
    'a prefetch of children of children',
    `[(c.name, [(d.name, [e.name for e in d.children.all()]) for d in c.children.all()]) for c in Category.objects.prefetch_related('children__children').filter(parent=None)]`,
    async () =>
      (await Category.objects.prefetchRelated('children__children').filter({ parent: null })).map(
        (c) => [c.name, c.children.map((d) => [d.name, d.children.map((e) => e.name)])],
      ),
  ),
  ask(
    'in_bulk() of a filter',
    `Blog.objects.filter(name__contains='Blog').in_bulk([1, 2, 3])`,
    () => Blog.objects.filter({ name__contains: 'Blog' }).inBulk([1, 2, 3]),
  ),
  ask('in_bulk() of none', `Blog.objects.none().in_bulk()`, () =>
    Blog.objects.all().none().inBulk(),
  ),
  ask(
    'in_bulk() with many-to-many in its filter',
    `Entry.objects.filter(authors__name='Paul').in_bulk()`,
    () => Entry.objects.filter({ authors__name: 'Paul' }).inBulk(),
  ),
  ask('in_bulk() by another unique field', `Group.objects.in_bulk(field_name='name')`, () =>
    Group.objects.inBulk(undefined, { field: 'name' }),
  ),
  ask('in_bulk() with only()', `Group.objects.only('name').in_bulk([1, 3])`, () =>
    Group.objects.only('name').inBulk([1, 3]),
  ),
];
