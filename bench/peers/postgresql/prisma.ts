import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';

const CLIENT = fileURLToPath(new URL('../generated/prisma/client.ts', import.meta.url));
const SCHEMA = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));

/** Prisma with the adapter for `pg`, its statements prepared by name. */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  generateClient();
  const { PrismaClient } = await import(CLIENT);
  const names = new Map<string, string>();
  const statementNameGenerator = ({ sql }: { readonly sql: string }) => {
    const name = names.get(sql) ?? `prisma_${names.size}`;
    names.set(sql, name);
    return name;
  };
  const adapter = new PrismaPg(
    { connectionString: url, max: connections },
    { statementNameGenerator },
  );
  const prisma = new PrismaClient({ adapter });
  const moviesWithDirectors = (count: number) =>
    prisma.movie.findMany({
      include: { director: true },
      orderBy: { id: 'asc' },
      take: count,
      relationLoadStrategy: 'join',
    });
  return {
    movie: (id) => prisma.movie.findUniqueOrThrow({ where: { id } }),
    moviesWithDirectors,
    directorsWithMovies: (count) =>
      prisma.director.findMany({
        include: { movies: true },
        orderBy: { id: 'asc' },
        take: count,
        relationLoadStrategy: 'join',
      }),
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    async directorOfEach(count) {
      const names: string[] = [];
      for (const { directorId } of await prisma.movie.findMany({
        orderBy: { id: 'asc' },
        take: count,
      })) {
        const found = await prisma.director.findUniqueOrThrow({ where: { id: directorId } });
        names.push(found.name);
      }
      return names;
    },
    async insertScreenings(screenings) {
      const rows = await prisma.screening.createManyAndReturn({
        data: [...screenings],
        select: { id: true },
      });
      return rows.map(({ id }) => id);
    },
    updateSeats: (updates) =>
      prisma.$transaction(
        updates.map(({ id, seats }) =>
          prisma.screening.update({ where: { id }, data: { seats }, select: { id: true } }),
        ),
      ),
    close: () => prisma.$disconnect(),
  };
}

/**
 * Generates the client when there is none of this schema. Generating needs no engine, yet the
 * command downloads one unless it is told where one is.
 */
function generateClient(): void {
  if (existsSync(CLIENT) && statSync(CLIENT).mtimeMs > statSync(SCHEMA).mtimeMs) return;
  execFileSync(
    process.execPath,
    [fileURLToPath(import.meta.resolve('prisma/build/index.js')), 'generate', '--schema', SCHEMA],
    {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        CHECKPOINT_DISABLE: '1',
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}
