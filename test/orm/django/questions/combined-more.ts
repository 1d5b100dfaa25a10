import { Entry } from '../models.ts';
import { ask } from '../question.ts';

export const combinedMore = [
  ask(
    'intersection()',
    `Entry.objects.filter(rating__gte=4).intersection(Entry.objects.filter(blog=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating__gte: 4 })
        .intersection(Entry.objects.filter({ blog: 1 }))
        .orderBy('id'),
  ),
  ask(
    'intersection() of three',
    `Entry.objects.filter(rating__gte=3).intersection(Entry.objects.filter(number_of_comments__gt=2), Entry.objects.exclude(blog=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating__gte: 3 })
        .intersection(
          Entry.objects.filter({ number_of_comments__gt: 2 }),
          Entry.objects.exclude({ blog: 1 }),
        )
        .orderBy('id'),
  ),
  ask(
    'intersection() of values',
    `Entry.objects.filter(blog=1).values_list('rating').intersection(Entry.objects.filter(blog=5).values_list('rating'))`,
    () =>
      Entry.objects
        .filter({ blog: 1 })
        .valuesList('rating')
        .intersection(Entry.objects.filter({ blog: 5 }).valuesList('rating')),
  ),
  ask(
    'intersection() and count()',
    `Entry.objects.filter(rating__gte=4).intersection(Entry.objects.filter(blog=1)).count()`,
    () =>
      Entry.objects
        .filter({ rating__gte: 4 })
        .intersection(Entry.objects.filter({ blog: 1 }))
        .count(),
  ),
  ask(
    'intersection() with NULL',
    `Entry.objects.filter(blog=1).values_list('rating').intersection(Entry.objects.filter(blog=3).values_list('rating')).count()`,
    () =>
      Entry.objects
        .filter({ blog: 1 })
        .valuesList('rating')
        .intersection(Entry.objects.filter({ blog: 3 }).valuesList('rating'))
        .count(),
  ),
  ask(
    'difference()',
    `Entry.objects.filter(rating__gte=4).difference(Entry.objects.filter(blog=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating__gte: 4 })
        .difference(Entry.objects.filter({ blog: 1 }))
        .orderBy('id'),
  ),
  ask(
    'difference() of values drops copies',
    `Entry.objects.values_list('rating').difference(Entry.objects.filter(blog=2).values_list('rating')).count()`,
    () =>
      Entry.objects
        .valuesList('rating')
        .difference(Entry.objects.filter({ blog: 2 }).valuesList('rating'))
        .count(),
  ),
  ask(
    'difference() of three',
    `Entry.objects.difference(Entry.objects.filter(blog=1), Entry.objects.filter(blog=3)).order_by('id')`,
    () =>
      Entry.objects
        .difference(Entry.objects.filter({ blog: 1 }), Entry.objects.filter({ blog: 3 }))
        .orderBy('id'),
  ),
  ask(
    'difference() and a slice',
    `Entry.objects.difference(Entry.objects.filter(blog=1)).order_by('-id')[:2]`,
    () =>
      Entry.objects
        .difference(Entry.objects.filter({ blog: 1 }))
        .orderBy('-id')
        .slice(0, 2),
  ),
  ask(
    "a union's difference()",
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(rating=4)).difference(Entry.objects.filter(blog=1)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ rating: 4 }))
        .difference(Entry.objects.filter({ blog: 1 }))
        .orderBy('id'),
  ),
  ask(
    'select_related() in a union',
    `[e.blog.name for e in Entry.objects.filter(rating=5).select_related('blog').union(Entry.objects.filter(rating=1).select_related('blog')).order_by('id')]`,
    async () =>
      (
        await Entry.objects
          .filter({ rating: 5 })
          .selectRelated('blog')
          .union(Entry.objects.filter({ rating: 1 }).selectRelated('blog'))
          .orderBy('id')
      ).map((e) => e.blog.name),
  ),
  ask(
    'union() and only()',
    `[e.headline for e in Entry.objects.filter(rating=5).only('headline').union(Entry.objects.filter(rating=1).only('headline')).order_by('headline')]`,
    async () =>
      (
        await Entry.objects
          .filter({ rating: 5 })
          .only('headline')
          .union(Entry.objects.filter({ rating: 1 }).only('headline'))
          .orderBy('headline')
      ).map((e) => e.headline),
  ),
  ask(
    'union() and last()',
    `Entry.objects.filter(rating=5).union(Entry.objects.filter(blog=1)).order_by('id').last()`,
    () =>
      Entry.objects
        .filter({ rating: 5 })
        .union(Entry.objects.filter({ blog: 1 }))
        .orderBy('id')
        .last(),
  ),
  ask(
    'union() of two values with a filter over many',
    `Entry.objects.filter(authors__name='John').values_list('id', flat=True).union(Entry.objects.filter(remarks__stars=5).values_list('id', flat=True)).order_by('id')`,
    () =>
      Entry.objects
        .filter({ authors__name: 'John' })
        .valuesList('id', { flat: true })
        .union(Entry.objects.filter({ remarks__stars: 5 }).valuesList('id', { flat: true }))
        .orderBy('id'),
  ),
];
