import { importPeer, installedPeers, peerVersions } from '../harness/index.ts';
import type { CinemaModule } from './cinema.ts';
import type { Rival } from './workloads.ts';

/** A library of bench/peers/, or one way of using it. */
export interface OrmPeer {
  readonly name: string;
  /** Path of its module in bench/peers/, without `.ts`. */
  readonly module: string;
  /** The package that must be installed. */
  readonly needs: string;
  readonly without?: Rival['without'];
}

/** Those that are installed, opening databases at this address. */
export function installedRivals(peers: readonly OrmPeer[], url: string): Rival[] {
  const installed = installedPeers([...new Set(peers.map(({ needs }) => needs))]);
  return peers
    .filter(({ needs }) => installed.includes(needs))
    .map(({ name, module, without }) => ({
      name,
      ...(without === undefined ? {} : { without }),
      async open(connections) {
        const { openCinema } = await importPeer<CinemaModule>(module);
        return openCinema({ url, connections });
      },
    }));
}

export function versionsOf(peers: readonly OrmPeer[]): Readonly<Record<string, string>> {
  return peerVersions([...new Set(peers.map(({ needs }) => needs))]);
}
