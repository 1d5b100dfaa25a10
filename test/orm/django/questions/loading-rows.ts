import { Count, Prefetch } from '../../../../src/orm/index.ts';
import { Author, Blog, Category, Entry, EntryDetail, Event, Remark } from '../models.ts';
import { ask } from '../question.ts';

export const loadingRows = [
  ask(
    'select_related() of a relation that may be empty',
    `[(e.title, e.venue and e.venue.name) for e in Event.objects.select_related('venue').order_by('pk')]`,
    async () =>
      (await Event.objects.selectRelated('venue').orderBy('pk')).map((e) => [
        e.title,
        e.venue?.name,
      ]),
  ),
  ask(
    'select_related() over two relations that may be empty',
    `[(e.title, e.venue and e.venue.category and e.venue.category.name) for e in Event.objects.select_related('venue__category').order_by('pk')]`,
    async () =>
      (await Event.objects.selectRelated('venue__category').orderBy('pk')).map((e) => [
        e.title,
        e.venue?.category?.name,
      ]),
  ),
  ask(
    'select_related() over three',
    `[(c.name, c.parent and c.parent.parent and c.parent.parent.name) for c in Category.objects.select_related('parent__parent').order_by('pk')]`,
    async () =>
      (await Category.objects.selectRelated('parent__parent').orderBy('pk')).map((c) => [
        c.name,
        c.parent?.parent?.name,
      ]),
  ),
  ask(
    'select_related() of a one-to-one from behind',
    `[(d.details, d.entry.blog.name) for d in EntryDetail.objects.select_related('entry__blog').order_by('pk')]`,
    async () =>
      (await EntryDetail.objects.selectRelated('entry__blog').orderBy('pk')).map((d) => [
        d.details,
        d.entry.blog.name,
      ]),
  ),
  ask(
    'select_related() with a filter over it',
    `[(r.text, r.author and r.author.name) for r in Remark.objects.select_related('author').filter(author__name__startswith='P').order_by('pk')]`,
    async () =>
      (
        await Remark.objects
          .selectRelated('author')
          .filter({ author__name__startswith: 'P' })
          .orderBy('pk')
      ).map((r) => [r.text, r.author?.name]),
  ),
  ask(
    'select_related() with exclude() over it',
    `[(r.text, r.author and r.author.name) for r in Remark.objects.select_related('author').exclude(author__name__startswith='P').order_by('pk')]`,
    async () =>
      (
        await Remark.objects
          .selectRelated('author')
          .exclude({ author__name__startswith: 'P' })
          .orderBy('pk')
      ).map((r) => [r.text, r.author?.name]),
  ),
  ask(
    'select_related() with an annotation',
    `[(e.headline, e.blog.name, e.n) for e in Entry.objects.select_related('blog').annotate(n=Count('authors')).filter(n__gt=1).order_by('pk')]`,
    async () =>
      (
        await Entry.objects
          .selectRelated('blog')
          .annotate({ n: Count('authors') })
          .filter({ n__gt: 1 })
          .orderBy('pk')
      ).map((e) => [e.headline, e.blog.name, e.n]),
  ),
  ask(
    'select_related() with distinct()',
    `[(e.headline, e.blog.name) for e in Entry.objects.select_related('blog').filter(authors__born__year=1940).distinct().order_by('pk')]`,
    async () =>
      (
        await Entry.objects
          .selectRelated('blog')
          .filter({ authors__born__year: 1940 })
          .distinct()
          .orderBy('pk')
      ).map((e) => [e.headline, e.blog.name]),
  ),
  ask(
    'select_related() with a slice',
    `[(e.headline, e.blog.name) for e in Entry.objects.select_related('blog').order_by('-pk')[1:3]]`,
    async () =>
      (await Entry.objects.selectRelated('blog').orderBy('-pk').slice(1, 3)).map((e) => [
        e.headline,
        e.blog.name,
      ]),
  ),
  ask(
    'select_related() with count()',
    `Entry.objects.select_related('blog').filter(rating=4).count()`,
    () => Entry.objects.selectRelated('blog').filter({ rating: 4 }).count(),
  ),
  ask(
    'select_related() with first()',
    `Entry.objects.select_related('blog').order_by('pk').first().blog.name`,
    async () => (await Entry.objects.selectRelated('blog').orderBy('pk').first())?.blog.name,
  ),
  ask(
    'select_related() with get()',
    `Entry.objects.select_related('blog').get(pk=7).blog.name`,
    async () => (await Entry.objects.selectRelated('blog').get({ pk: 7 })).blog.name,
  ),
  ask(
    'select_related() with order_by() of it',
    `[(r.text, r.author and r.author.name) for r in Remark.objects.select_related('author').filter(author__isnull=False).order_by('author', 'pk')]`,
    async () =>
      (
        await Remark.objects
          .selectRelated('author')
          .filter({ author__isnull: false })
          .orderBy('author', 'pk')
      ).map((r) => [r.text, r.author?.name]),
  ),
  ask(
    'only() over a relation',
    `[(e.headline, e.blog.name) for e in Entry.objects.select_related('blog').only('headline', 'blog__name').order_by('pk')[:3]]`,
    async () =>
      (
        await Entry.objects
          .selectRelated('blog')
          .only('headline', 'blog__name')
          .orderBy('pk')
          .slice(0, 3)
      ).map((e) => [e.headline, e.blog.name]),
  ),
  ask(
    'defer() over a relation',
    `[(e.headline, e.blog.name) for e in Entry.objects.select_related('blog').defer('body_text', 'blog__tagline').order_by('pk')[:3]]`,
    async () =>
      (
        await Entry.objects
          .selectRelated('blog')
          .defer('body_text', 'blog__tagline')
          .orderBy('pk')
          .slice(0, 3)
      ).map((e) => [e.headline, e.blog.name]),
  ),
  ask(
    'only() and an annotation',
    `[(e.headline, e.n) for e in Entry.objects.only('headline').annotate(n=Count('authors')).order_by('pk')[:3]]`,
    async () =>
      (
        await Entry.objects
          .only('headline')
          .annotate({ n: Count('authors') })
          .orderBy('pk')
          .slice(0, 3)
      ).map((e) => [e.headline, e.n]),
  ),
  ask(
    'only() twice keeps the last',
    `[e.headline for e in Entry.objects.only('body_text').only('headline').order_by('pk')[:3]]`,
    async () =>
      (await Entry.objects.only('body_text').only('headline').orderBy('pk').slice(0, 3)).map(
        (e) => e.headline,
      ),
  ),
  ask(
    'only() and count() and exists()',
    `[Entry.objects.only('headline').count(), Entry.objects.only('headline').filter(rating=9).exists()]`,
    () => [
      Entry.objects.only('headline').count(),
      Entry.objects.only('headline').filter({ rating: 9 }).exists(),
    ],
  ),
  ask(
    'only() and distinct()',
    `Entry.objects.only('headline').filter(authors__born__year=1940).distinct().count()`,
    () => Entry.objects.only('headline').filter({ authors__born__year: 1940 }).distinct().count(),
  ),
  ask(
    'defer() and a filter on what is deferred',
    `Entry.objects.defer('body_text').filter(body_text__contains='cheese').count()`,
    () => Entry.objects.defer('body_text').filter({ body_text__contains: 'cheese' }).count(),
  ),
  ask(
    'only() and order_by() of what is left out',
    `[e.headline for e in Entry.objects.only('headline').order_by('-mod_date')[:3]]`,
    async () =>
      (await Entry.objects.only('headline').orderBy('-mod_date').slice(0, 3)).map(
        (e) => e.headline,
      ),
  ),
  ask(
    'a prefetch from behind',
    `[(b.name, [e.headline for e in b.entries.all()]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.order_by('-headline'))).order_by('pk')]`,
    async () =>
      (
        await Blog.objects
          .prefetchRelated(Prefetch('entries', Entry.objects.orderBy('-headline')))
          .orderBy('pk')
      ).map((b) => [b.name, b.entries.map((e) => e.headline)]),
  ),
  ask(
    'a prefetch of many-to-many, ordered by its model',
    `[(e.pk, [a.name for a in e.authors.all()]) for e in Entry.objects.prefetch_related('authors').filter(rating__gte=4).order_by('pk')]`,
    async () =>
      (await Entry.objects.prefetchRelated('authors').filter({ rating__gte: 4 }).orderBy('pk')).map(
        (e) => [e.pk, e.authors.map((a) => a.name)],
      ),
  ),
  ask(
    'a prefetch with a filter',
    `[(e.pk, [a.name for a in e.authors.all()]) for e in Entry.objects.prefetch_related(Prefetch('authors', Author.objects.filter(born__isnull=False))).filter(rating__gte=4).order_by('pk')]`,
    async () =>
      (
        await Entry.objects
          .prefetchRelated(Prefetch('authors', Author.objects.filter({ born__isnull: false })))
          .filter({ rating__gte: 4 })
          .orderBy('pk')
      ).map((e) => [e.pk, e.authors.map((a) => a.name)]),
  ),
  ask(
    'a prefetch with exclude()',
    `[(b.name, [e.pk for e in b.entries.all()]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.exclude(rating=5).order_by('pk'))).order_by('pk')]`,
    async () =>
      (
        await Blog.objects
          .prefetchRelated(Prefetch('entries', Entry.objects.exclude({ rating: 5 }).orderBy('pk')))
          .orderBy('pk')
      ).map((b) => [b.name, b.entries.map((e) => e.pk)]),
  ),
  ask(
    'a prefetch with an annotation',
    `[(b.name, [(e.pk, e.n) for e in b.entries.all()]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.annotate(n=Count('authors')).order_by('pk'))).order_by('pk')]`,
    async () =>
      (
        await Blog.objects
          .prefetchRelated(
            Prefetch('entries', Entry.objects.annotate({ n: Count('authors') }).orderBy('pk')),
          )
          .orderBy('pk')
      ).map((b) => [b.name, b.entries.map((e) => [e.pk, e.n])]),
  ),
  ask(
    'a prefetch with select_related()',
    `[(e.headline, [r.author and r.author.name for r in e.remarks.all()]) for e in Entry.objects.prefetch_related(Prefetch('remarks', Remark.objects.select_related('author').order_by('pk'))).order_by('pk')]`,
    async () =>
      (
        await Entry.objects
          .prefetchRelated(
            Prefetch('remarks', Remark.objects.selectRelated('author').orderBy('pk')),
          )
          .orderBy('pk')
      ).map((e) => [e.headline, e.remarks.map((r) => r.author?.name)]),
  ),
  ask(
    'a prefetch over two relations',
    `[(b.name, [[a.name for a in e.authors.all()] for e in b.entries.all()]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.order_by('pk')), 'entries__authors').order_by('pk')]`,
    async () =>
      (
        await Blog.objects
          .prefetchRelated(Prefetch('entries', Entry.objects.orderBy('pk')), 'entries__authors')
          .orderBy('pk')
      ).map((b) => [b.name, b.entries.map((e) => e.authors.map((a) => a.name))]),
  ),
  ask(
    'a prefetch within a prefetch',
    `[(b.name, [[a.name for a in e.authors.all()] for e in b.entries.all()]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.order_by('-pk').prefetch_related(Prefetch('authors', Author.objects.order_by('-name'))))).order_by('pk')]`,
    async () =>
      (
        await Blog.objects
          .prefetchRelated(
            Prefetch(
              'entries',
              Entry.objects
                .orderBy('-pk')
                .prefetchRelated(Prefetch('authors', Author.objects.orderBy('-name'))),
            ),
          )
          .orderBy('pk')
      ).map((b) => [b.name, b.entries.map((e) => e.authors.map((a) => a.name))]),
  ),
  ask(
    'a prefetch with distinct()',
    `[(b.name, [e.pk for e in b.entries.all()]) for b in Blog.objects.prefetch_related(Prefetch('entries', Entry.objects.filter(authors__born__isnull=False).distinct().order_by('pk'))).order_by('pk')]`,
    async () =>
      (
        await Blog.objects
          .prefetchRelated(
            Prefetch(
              'entries',
              Entry.objects.filter({ authors__born__isnull: false }).distinct().orderBy('pk'),
            ),
          )
          .orderBy('pk')
      ).map((b) => [b.name, b.entries.map((e) => e.pk)]),
  ),
  ask(
    'a prefetch of a relation to one',
    `[(e.headline, e.blog.name) for e in Entry.objects.prefetch_related('blog').order_by('pk')[:3]]`,
    async () =>
      (await Entry.objects.prefetchRelated('blog').orderBy('pk').slice(0, 3)).map((e) => [
        e.headline,
        e.blog.name,
      ]),
  ),
  ask(
    'a prefetch of a relation to one that may be empty',
    `[(e.title, e.venue and e.venue.name) for e in Event.objects.prefetch_related('venue').order_by('pk')]`,
    async () =>
      (await Event.objects.prefetchRelated('venue').orderBy('pk')).map((e) => [
        e.title,
        e.venue?.name,
      ]),
  ),
  ask(
    'a prefetch over a relation to one and on',
    `[(e.title, e.venue and e.venue.category and e.venue.category.name) for e in Event.objects.prefetch_related('venue__category').order_by('pk')]`,
    async () =>
      (await Event.objects.prefetchRelated('venue__category').orderBy('pk')).map((e) => [
        e.title,
        e.venue?.category?.name,
      ]),
  ),
  ask(
    'a prefetch over select_related() and on',
    `[(r.text, [a.name for a in r.entry.authors.all()]) for r in Remark.objects.select_related('entry').prefetch_related('entry__authors').order_by('pk')]`,
    async () =>
      (
        await Remark.objects.selectRelated('entry').prefetchRelated('entry__authors').orderBy('pk')
      ).map((r) => [r.text, r.entry.authors.map((a) => a.name)]),
  ),
];
