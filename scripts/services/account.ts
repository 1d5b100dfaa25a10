import { spawnSync } from 'node:child_process';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Whom to run a server as when this is root, as whom PostgreSQL and PgBouncer refuse to run. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return status === 0 ? Number(stdout) : undefined;
    });
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('Servers do not run as root, and there is no user "postgres" or "nobody".');
}
