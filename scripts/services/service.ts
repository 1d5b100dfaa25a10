/**
 * A program or a server that some tests need a real one of. One file in this folder each; the
 * registry lists them.
 */
export interface Service {
  /** What `UPTEMPO_SKIP` calls it. */
  readonly name: string;
  /** Environment variable that says which one to use: a program's path or a server's URL. */
  readonly variable: string;
  /** Debian packages that bring it. */
  readonly packages: readonly string[];
  /** Whether the variable's value can be used; the reason when it can't. */
  check(value: string): string | undefined;
  /** Opens one that is installed, starting it if it is a server; undefined if there is none. */
  open(): Promise<OpenService | undefined>;
}

/** A service that tests can use until it is closed. */
export interface OpenService {
  /** What tests find in the service's variable. */
  readonly value: string;
  /** Stops what `open` started. */
  close(): Promise<void>;
}

/** The names in `UPTEMPO_SKIP`, a list with commas. */
export function skippedNames(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return (environment.UPTEMPO_SKIP ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export function isSkipped(service: Service, environment = process.env): boolean {
  return skippedNames(environment).includes(service.name);
}

/** One line that says what to install and how to leave the service's tests out. */
export function advice(service: Service): string {
  const packages = service.packages.join(' ');
  return (
    `Tests need "${service.name}": install it (Debian: apt-get install ${packages}), or name one in ` +
    `${service.variable}, or leave its tests out with UPTEMPO_SKIP=${service.name}.`
  );
}
