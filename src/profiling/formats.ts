import {
  type CpuProfile,
  ofRoute,
  textReport,
  toCpuProfile,
  toPprof,
  toSpeedscope,
} from '../profiler/index.ts';
import { type DocumentOptions, profileDocument } from './profile-document.ts';
import type { KeptProfile } from './profile-taker.ts';

/** A file that a profile is sent as. */
export interface ProfileFormat {
  readonly type: string;
  /** Whether browsers are to store it rather than show it. */
  readonly isDownload: boolean;
  write(kept: KeptProfile, options: DocumentOptions): string | Uint8Array;
}

/** By the ending of the file. */
export const FORMATS: Readonly<Record<string, ProfileFormat>> = {
  json: {
    type: 'application/json; charset=utf-8',
    isDownload: false,
    write: (kept, options) => JSON.stringify(profileDocument(kept, options)),
  },
  txt: {
    type: 'text/plain; charset=utf-8',
    isDownload: false,
    write: (kept, { projectRoot, route }) => `${textReport(part(kept, route), { projectRoot })}\n`,
  },
  cpuprofile: {
    type: 'application/json; charset=utf-8',
    isDownload: true,
    write: (kept, { route }) => JSON.stringify(toCpuProfile(part(kept, route))),
  },
  'speedscope.json': {
    type: 'application/json; charset=utf-8',
    isDownload: true,
    write: (kept, { route }) => JSON.stringify(toSpeedscope(part(kept, route), route)),
  },
  'pb.gz': {
    type: 'application/octet-stream',
    isDownload: true,
    write: (kept, { route }) => toPprof(part(kept, route)),
  },
};

function part({ profile }: KeptProfile, route: string | undefined): CpuProfile {
  return route === undefined ? profile : ofRoute(profile, route);
}
