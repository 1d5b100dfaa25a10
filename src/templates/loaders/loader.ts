/** A template that a loader has, not read yet. */
export interface LocatedTemplate {
  /** Tells two templates of one name apart, such as the path of the file. */
  readonly key: string;
  /** Absolute path, or undefined when it does not come from a file. */
  readonly file: string | undefined;
  /** Changes when the text may have changed. */
  readonly stamp: string;
  read(): string;
}

/** Where templates come from. An engine asks its loaders in order. */
export interface TemplateLoader {
  /** @param skip - keys that count as not there. */
  locate(name: string, skip: ReadonlySet<string>): LocatedTemplate | undefined;
  /** The places it looks in, for the message that a template was not found. */
  readonly places: readonly string[];
  /** Every name it has, for the nearest match in that message. */
  names(): Iterable<string>;
}
