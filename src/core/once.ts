/**
 * A function that makes its result at the first call and gives the same ever after: for modules that
 * are loaded late. A module that is loaded already takes 5 µs and a turn of the event loop to import.
 */
export function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
