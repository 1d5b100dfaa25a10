const rows = Array.from({ length: 100 }, (_, index) => `<li>Film number ${index}, 1975</li>`);

/** What servers of benches send: 3 KB. */
export const page = `<!doctype html><title>Films</title><ul>${rows.join('\n')}</ul>`;
