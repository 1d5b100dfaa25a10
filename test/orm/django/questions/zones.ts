import {
  ExtractDay,
  ExtractHour,
  ExtractIsoWeekDay,
  ExtractIsoYear,
  ExtractMinute,
  ExtractQuarter,
  ExtractSecond,
  ExtractWeek,
  ExtractWeekDay,
  ExtractYear,
  F,
  TruncDate,
  TruncDay,
  TruncHour,
  TruncMinute,
  TruncMonth,
  TruncQuarter,
  TruncTime,
  TruncWeek,
  TruncYear,
} from '../../../../src/orm/index.ts';
import { Event, Store } from '../models.ts';
import { ask } from '../question.ts';

export const zones = [
  ask(
    'ExtractHour in a zone with summer time',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Europe/Berlin')\nEvent.objects.annotate(x=ExtractHour('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Europe/Berlin';
      return Event.objects
        .annotate({ x: ExtractHour('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'ExtractDay in a zone ahead',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(x=ExtractDay('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ x: ExtractDay('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'ExtractYear in a zone ahead',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(x=ExtractYear('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ x: ExtractYear('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'ExtractWeek in a zone ahead',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(x=ExtractWeek('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ x: ExtractWeek('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'ExtractWeekDay in a zone behind',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('America/St_Johns')\nEvent.objects.annotate(x=ExtractWeekDay('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'America/St_Johns';
      return Event.objects
        .annotate({ x: ExtractWeekDay('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'ExtractMinute in a zone off by half an hour',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Kolkata')\nEvent.objects.annotate(x=ExtractMinute('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Kolkata';
      return Event.objects
        .annotate({ x: ExtractMinute('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'ExtractSecond',
    `Event.objects.annotate(x=ExtractSecond('starts')).order_by('pk').values_list('x', flat=True)`,
    () =>
      Event.objects
        .annotate({ x: ExtractSecond('starts') })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'ExtractQuarter in a zone',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(x=ExtractQuarter('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ x: ExtractQuarter('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'ExtractIsoYear and ExtractIsoWeekDay',
    `Event.objects.annotate(x=ExtractIsoYear('starts'), y=ExtractIsoWeekDay('starts')).order_by('pk').values_list('x', 'y')`,
    () =>
      Event.objects
        .annotate({ x: ExtractIsoYear('starts'), y: ExtractIsoWeekDay('starts') })
        .orderBy('pk')
        .valuesList('x', 'y'),
  ),
  ask(
    'Extract of a NULL',
    `Event.objects.annotate(x=ExtractHour('ends')).order_by('pk').values_list('x', flat=True)`,
    () =>
      Event.objects
        .annotate({ x: ExtractHour('ends') })
        .orderBy('pk')
        .valuesList('x', { flat: true }),
  ),
  ask(
    'Extract of a time',
    `Event.objects.annotate(x=ExtractHour('at'), y=ExtractSecond('at')).order_by('pk').values_list('x', 'y')`,
    () =>
      Event.objects
        .annotate({ x: ExtractHour('at'), y: ExtractSecond('at') })
        .orderBy('pk')
        .valuesList('x', 'y'),
  ),
  ask(
    'TruncDay in a zone with summer time',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Europe/Berlin')\nEvent.objects.annotate(x=TruncDay('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Europe/Berlin';
      return Event.objects
        .annotate({ x: TruncDay('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncHour in a zone with summer time',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Europe/Berlin')\nEvent.objects.annotate(x=TruncHour('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Europe/Berlin';
      return Event.objects
        .annotate({ x: TruncHour('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncMinute in a zone with summer time',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Europe/Berlin')\nEvent.objects.annotate(x=TruncMinute('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Europe/Berlin';
      return Event.objects
        .annotate({ x: TruncMinute('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncWeek in a zone ahead',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(x=TruncWeek('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ x: TruncWeek('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncMonth in a zone ahead',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(x=TruncMonth('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ x: TruncMonth('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncQuarter in a zone behind',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('America/New_York')\nEvent.objects.annotate(x=TruncQuarter('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'America/New_York';
      return Event.objects
        .annotate({ x: TruncQuarter('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncYear in a zone behind',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('America/New_York')\nEvent.objects.annotate(x=TruncYear('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'America/New_York';
      return Event.objects
        .annotate({ x: TruncYear('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncDate in a zone ahead',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Pacific/Auckland')\nEvent.objects.annotate(x=TruncDate('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Pacific/Auckland';
      return Event.objects
        .annotate({ x: TruncDate('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncTime in a zone',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Kolkata')\nEvent.objects.annotate(x=TruncTime('starts', tzinfo=zone)).order_by('pk').values_list('x', flat=True)`,
    () => {
      const zone = 'Asia/Kolkata';
      return Event.objects
        .annotate({ x: TruncTime('starts', { zone: zone }) })
        .orderBy('pk')
        .valuesList('x', { flat: true });
    },
  ),
  ask(
    'TruncDate of an old moment',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Europe/Berlin')\nStore.objects.annotate(x=TruncDate('opened', tzinfo=zone), y=ExtractHour('opened', tzinfo=zone)).order_by('pk').values_list('x', 'y')`,
    () => {
      const zone = 'Europe/Berlin';
      return Store.objects
        .annotate({
          x: TruncDate('opened', { zone: zone }),
          y: ExtractHour('opened', { zone: zone }),
        })
        .orderBy('pk')
        .valuesList('x', 'y');
    },
  ),
  ask(
    'a filter on a truncated moment in a zone',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('Asia/Tokyo')\nEvent.objects.annotate(x=TruncDate('starts', tzinfo=zone)).filter(x='2024-01-01').order_by('pk')`,
    () => {
      const zone = 'Asia/Tokyo';
      return Event.objects
        .annotate({ x: TruncDate('starts', { zone: zone }) })
        .filter({ x: '2024-01-01' })
        .orderBy('pk');
    },
  ),
  ask(
    'a filter on a part in a zone',
    `import zoneinfo\nzone = zoneinfo.ZoneInfo('America/New_York')\nEvent.objects.annotate(x=ExtractHour('starts', tzinfo=zone)).filter(x__gte=16).order_by('pk')`,
    () => {
      const zone = 'America/New_York';
      return Event.objects
        .annotate({ x: ExtractHour('starts', { zone: zone }) })
        .filter({ x__gte: 16 })
        .orderBy('pk');
    },
  ),
  ask(
    'a truncated moment against another',
    `Event.objects.annotate(x=TruncDay('starts')).filter(starts__gt=F('x'), pk__lte=3).order_by('pk')`,
    () =>
      Event.objects
        .annotate({ x: TruncDay('starts') })
        .filter({ starts__gt: F('x'), pk__lte: 3 })
        .orderBy('pk'),
  ),
  ask(
    'a truncated day',
    `Event.objects.annotate(x=TruncMonth('day'), y=TruncWeek('day'), z=TruncQuarter('day')).order_by('pk').values_list('x', 'y', 'z')`,
    () =>
      Event.objects
        .annotate({ x: TruncMonth('day'), y: TruncWeek('day'), z: TruncQuarter('day') })
        .orderBy('pk')
        .valuesList('x', 'y', 'z'),
  ),
  ask(
    'a truncated time',
    `Event.objects.annotate(x=TruncHour('at'), y=TruncMinute('at')).order_by('pk').values_list('x', 'y')`,
    () =>
      Event.objects
        .annotate({ x: TruncHour('at'), y: TruncMinute('at') })
        .orderBy('pk')
        .valuesList('x', 'y'),
  ),
];
