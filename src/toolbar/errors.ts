import { declareErrors } from '../core/index.ts';

export const toolbarError = declareErrors({
  'toolbar.access.denied': {
    summary: 'A toolbar page was asked for from an address that is not in allowedAddresses.',
    status: 403,
  },
  'toolbar.access.cross_site': {
    summary: 'Another site asked for a toolbar page; traces are shown to their own site only.',
    status: 403,
  },
  'toolbar.trace.unknown': {
    summary:
      'No trace with that id is kept: it was dropped for newer ones, or the server restarted.',
    status: 404,
  },
  'toolbar.host.not_allowed': {
    summary: 'A toolbar page was asked for under a host name that is not this machine’s.',
    status: 403,
  },
  'toolbar.panel.invalid': {
    summary:
      'A panel in the option panels lacks a name, a title or collect(), or its name is taken.',
  },
  'toolbar.panel.no_module': {
    summary: 'A script was asked for of a panel that has none.',
    status: 404,
  },
  'toolbar.explain.invalid': {
    summary: 'A plan was asked for in another way than the toolbar does.',
    status: 400,
  },
  'toolbar.explain.no_database': {
    summary: 'A plan was asked for of a statement that was not sent by a database of Uptempo.',
    status: 400,
  },
  'toolbar.permission.missing': {
    summary: 'requestHistory() was not told who may see its pages.',
  },
  'toolbar.path.invalid': {
    summary: 'The basePath of the toolbar is not a path like /__uptempo.',
  },
});
