import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../support/repository.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly items?: readonly unknown[] };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** What an editor asks the compiler, over the Language Server Protocol on standard input and output. */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #received = Buffer.alloc(0);
  #lastId = 0;

  /** Starts the language server of the repository's own compiler. */
  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer();
    const capabilities = { textDocument: { hover: { contentFormat: ['plaintext'] } } };
    const rootUri = pathToFileURL(root).href;
    await server.#ask('initialize', { processId: process.pid, rootUri, capabilities });
    server.#send({ method: 'initialized', params: {} });
    return server;
  }

  private constructor() {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    this.#process = spawn(process.execPath, [compiler, '--lsp', '--stdio'], { cwd: root });
    this.#process.stdout!.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  /** Opens a file that exists only here, and returns what there is at its marks, `|` each. */
  async completionsAt(name: string, marked: string): Promise<readonly (readonly string[])[]> {
    const uri = pathToFileURL(join(root, name)).href;
    const text = marked.replaceAll('|', '');
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'typescript', version: 1, text } },
    });
    const found: (readonly string[])[] = [];
    for (const position of marksOf(marked)) {
      const answer = await this.#ask('textDocument/completion', {
        textDocument: { uri },
        position,
      });
      found.push(labelsOf(answer));
    }
    return found;
  }

  async stop(): Promise<void> {
    await this.#ask('shutdown', undefined);
    this.#send({ method: 'exit' });
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error.message)),
      );
    });
    this.#send({ id, method, params });
    return answer;
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const [, length] = /Content-Length: (\d+)/i.exec(this.#received.toString('latin1', 0, head))!;
      const end = head + 4 + Number(length);
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.toString('utf8', head + 4, end)) as Message;
      this.#received = this.#received.subarray(end);
      this.#handle(message);
    }
  }

  /** Answers, and questions of the server's own, which has to be told that nothing is configured. */
  #handle(message: Message): void {
    const { id, method, params } = message;
    if (id === undefined) return;
    if (method === undefined) this.#waiting.get(id)?.(message);
    else this.#send({ id, result: params?.items?.map(() => null) ?? null });
  }
}

function marksOf(marked: string): readonly Position[] {
  return marked.split('\n').flatMap((text, line) => {
    const parts = text.split('|');
    return parts.slice(0, -1).map((_, index) => ({
      line,
      character: parts.slice(0, index + 1).join('').length,
    }));
  });
}

function labelsOf(answer: unknown): readonly string[] {
  const list = answer as
    | { items?: readonly { label: string }[] }
    | readonly { label: string }[]
    | null;
  const items = (Array.isArray(list) ? list : (list as { items?: [] } | null)?.items) ?? [];
  return items.map(({ label }: { label: string }) => label.replace(/\?$/, '')).sort();
}
