import diagnostics from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import {
  allowCallSites,
  defineChannel,
  queryChannel,
  relationLoadChannel,
  requestFinishChannel,
  requestStartChannel,
  templateRenderChannel,
} from '../../src/events/index.ts';

interface Screening {
  readonly title: string;
}

describe('a channel', () => {
  test('hands each payload to its subscribers, at once and in their order', () => {
    const channel = defineChannel<Screening>('uptempo:test:screening');
    const heard: string[] = [];
    channel.subscribe(({ title }) => heard.push(`first: ${title}`));
    channel.subscribe(({ title }) => heard.push(`second: ${title}`));
    channel.publish({ title: 'Jaws' });
    expect(heard).toEqual(['first: Jaws', 'second: Jaws']);
  });

  test('says whether anybody listens, so that no payload is built for nobody', () => {
    const channel = defineChannel<Screening>('uptempo:test:empty-hall');
    expect(channel.hasSubscribers).toBe(false);
    const stop = channel.subscribe(() => {});
    expect(channel.hasSubscribers).toBe(true);
    stop();
    expect(channel.hasSubscribers).toBe(false);
  });

  test('stops for the one who stops, once', () => {
    const channel = defineChannel<Screening>('uptempo:test:leaving');
    const heard: string[] = [];
    const listener = ({ title }: Screening) => heard.push(title);
    const stop = channel.subscribe(listener);
    channel.subscribe(listener);
    stop();
    stop();
    channel.publish({ title: 'Alien' });
    expect(heard).toEqual(['Alien']);
  });

  test('publishes to nobody without complaint', () => {
    const channel = defineChannel<Screening>('uptempo:test:nobody');
    expect(() => channel.publish({ title: 'Heat' })).not.toThrow();
  });

  test('is a channel of Node under its name, for those who know no more of us', () => {
    const channel = defineChannel<Screening>('uptempo:test:public');
    const heard: unknown[] = [];
    diagnostics.subscribe('uptempo:test:public', (message) => heard.push(message));
    channel.publish({ title: 'Jaws' });
    expect(heard).toEqual([{ title: 'Jaws' }]);
  });

  test('defined twice is the same channel', () => {
    const heard: string[] = [];
    defineChannel<Screening>('uptempo:test:twice').subscribe(({ title }) => heard.push(title));
    defineChannel<Screening>('uptempo:test:twice').publish({ title: 'Heat' });
    expect(heard).toEqual(['Heat']);
  });
});

describe('the call sites of a channel', () => {
  test('are taken for each payload as soon as one subscriber wants all', () => {
    const channel = defineChannel<Screening>('uptempo:test:all-sites');
    expect(channel.wantsCallSite()).toBe(false);
    channel.subscribe(() => {}, { callSites: 'none' });
    expect(channel.wantsCallSite()).toBe(false);
    const stop = channel.subscribe(() => {});
    expect([channel.wantsCallSite(), channel.wantsCallSite()]).toEqual([true, true]);
    stop();
    expect(channel.wantsCallSite()).toBe(false);
  });

  test('are rationed where subscribers want some', () => {
    const channel = defineChannel<Screening>('uptempo:test:some-sites');
    const stop = channel.subscribe(() => {}, { callSites: 'some' });
    allowCallSites(2);
    const asked = Array.from({ length: 4 }, () => channel.wantsCallSite());
    expect(asked).toEqual([true, true, false, false]);
    stop();
    allowCallSites(2);
    expect(channel.wantsCallSite()).toBe(false);
    allowCallSites(0);
  });

  test('are taken for those who subscribed to the channel of Node', () => {
    const channel = defineChannel<Screening>('uptempo:test:others-sites');
    diagnostics.subscribe('uptempo:test:others-sites', () => {});
    expect(channel.wantsCallSite()).toBe(true);
  });
});

test('the names of the channels are public and stay', () => {
  const channels = [
    queryChannel,
    relationLoadChannel,
    templateRenderChannel,
    requestStartChannel,
    requestFinishChannel,
  ];
  expect(channels.map(({ name }) => name)).toEqual([
    'uptempo:db:query',
    'uptempo:orm:relation-load',
    'uptempo:templates:render',
    'uptempo:http:request-start',
    'uptempo:http:request-finish',
  ]);
});

describe('a source of a channel', () => {
  test('runs while anybody is subscribed, once', () => {
    const channel = defineChannel<Screening>('uptempo:test:source');
    const states: string[] = [];
    const source = () => {
      states.push('on');
      return () => states.push('off');
    };
    channel.whileObserved(source);
    channel.whileObserved(source);
    expect(states).toEqual([]);
    const stops = [channel.subscribe(() => {}), channel.subscribe(() => {})];
    expect(states).toEqual(['on']);
    stops[0]!();
    stops[0]!();
    expect(states).toEqual(['on']);
    stops[1]!();
    expect(states).toEqual(['on', 'off']);
    channel.subscribe(() => {})();
    expect(states).toEqual(['on', 'off', 'on', 'off']);
  });

  test('that is added to a channel in use runs at once', () => {
    const channel = defineChannel<Screening>('uptempo:test:late-source');
    channel.subscribe(() => {});
    let isOn = false;
    channel.whileObserved(() => {
      isOn = true;
      return () => {};
    });
    expect(isOn).toBe(true);
  });
});
