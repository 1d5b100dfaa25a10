import { Count, type DeleteResult, Exists, OuterRef } from '../../../../src/orm/index.ts';
import {
  Author,
  Blog,
  Book,
  Category,
  Entry,
  EntryDetail,
  Loan,
  Membership,
  Person,
  Publisher,
  Remark,
  Venue,
} from '../models.ts';
import { change } from '../question.ts';

export const deletes = [
  change(
    'delete() counts rows by model',
    `n, by = Blog.objects.filter(pk=1).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    async () => {
      const { count, byModel } = await Blog.objects.filter({ pk: 1 }).delete();
      return [count, byModel];
    },
  ),
  change(
    'delete() cascades',
    `Blog.objects.filter(name__contains='Blog').delete()\n[Entry.objects.count(), Remark.objects.count(), EntryDetail.objects.count(), Author.objects.count()]`,
    async () => {
      await Blog.objects.filter({ name__contains: 'Blog' }).delete();
      return [
        await Entry.objects.all().count(),
        await Remark.objects.all().count(),
        await EntryDetail.objects.all().count(),
        await Author.objects.all().count(),
      ];
    },
  ),
  change(
    'delete() of nothing',
    `Blog.objects.filter(pk=99).delete()[0]`,
    async () => (await Blog.objects.filter({ pk: 99 }).delete()).count,
  ),
  change(
    'delete() sets keys to NULL',
    `Author.objects.filter(name='Paul').delete()\nlist(Remark.objects.order_by('pk').values_list('author_id', flat=True))`,
    async () => {
      await Author.objects.filter({ name: 'Paul' }).delete();
      return Remark.objects.orderBy('pk').valuesList('authorId', { flat: true });
    },
  ),
  change('delete() of a protected row', `Book.objects.filter(pk=1).delete()`, () =>
    Book.objects.filter({ pk: 1 }).delete(),
  ),
  change('delete() that reaches a protected row', `Publisher.objects.filter(pk=3).delete()`, () =>
    Publisher.objects.filter({ pk: 3 }).delete(),
  ),
  change(
    'delete() beside protected rows',
    `n, by = Publisher.objects.filter(pk=4).delete()\n[n, Book.objects.count()]`,
    async () => [
      (await Publisher.objects.filter({ pk: 4 }).delete()).count,
      await Book.objects.all().count(),
    ],
  ),
  change(
    'delete() over a relation to itself',
    `n, by = Category.objects.filter(name='Music').delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}, list(Venue.objects.order_by('pk').values_list('category_id', flat=True))]`,
    async () => {
      const { count, byModel } = await Category.objects.filter({ name: 'Music' }).delete();
      const keys = await Venue.objects.orderBy('pk').valuesList('categoryId', { flat: true });
      return [count, byModel, keys];
    },
  ),
  change(
    'delete() sets keys of a relation to itself to NULL',
    `Person.objects.filter(first_name='Grace').delete()\nlist(Person.objects.order_by('pk').values_list('last_name', 'manager_id'))`,
    async () => {
      await Person.objects.filter({ first_name: 'Grace' }).delete();
      return Person.objects.orderBy('pk').valuesList('last_name', 'managerId');
    },
  ),
  change(
    'delete() of a member takes memberships',
    `n, by = Person.objects.filter(pk=6).delete()\n[n, Membership.objects.count()]`,
    async () => [
      (await Person.objects.filter({ pk: 6 }).delete()).count,
      await Membership.objects.all().count(),
    ],
  ),
  change(
    'delete() over a join',
    `n, by = Remark.objects.filter(entry__blog__name='Beatles Blog').delete()\n[n, Remark.objects.count()]`,
    async () => [
      (await Remark.objects.filter({ entry__blog__name: 'Beatles Blog' }).delete()).count,
      await Remark.objects.all().count(),
    ],
  ),
  change(
    'delete() of excluded rows',
    `Remark.objects.exclude(author__name='John').delete()[0]`,
    async () => (await Remark.objects.exclude({ author__name: 'John' }).delete()).count,
  ),
  change(
    'delete() by Exists',
    `Author.objects.filter(~Exists(Entry.objects.filter(authors=OuterRef('pk')))).delete()[0]`,
    async () =>
      (
        await Author.objects
          .filter(Exists(Entry.objects.filter({ authors: OuterRef('pk') })).not())
          .delete()
      ).count,
  ),
  change(
    'delete() of a filtered aggregate',
    `Author.objects.annotate(n=Count('remarks')).filter(n=0).delete()[0]`,
    async () =>
      (
        await Author.objects
          .annotate({ n: Count('remarks') })
          .filter({ n: 0 })
          .delete()
      ).count,
  ),
  change(
    'delete() of all',
    `Loan.objects.all().delete()[0]`,
    async () => (await Loan.objects.all().delete()).count,
  ),
  change('delete() of a slice', `Loan.objects.all()[:2].delete()`, () =>
    Loan.objects.all().slice(0, 2).delete(),
  ),
  change(
    'delete() of one row',
    `n, by = Entry.objects.get(pk=1).delete()\n[n, {label.split('.')[1]: count for label, count in by.items() if count}]`,
    async () => {
      const { count, byModel } = await (await Entry.objects.get({ pk: 1 })).delete();
      return [count, byModel];
    },
  ),
];

/** What a delete answers, as Django does: how many rows, and how many of each model. */
export async function deleted(deleting: Promise<DeleteResult>): Promise<unknown> {
  const { count, byModel } = await deleting;
  return [count, byModel];
}
