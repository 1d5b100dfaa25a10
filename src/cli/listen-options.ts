/** Where to listen, for the commands that serve. They win over the environment and the settings. */
export const LISTEN_OPTIONS = {
  host: { type: 'string', help: 'Address to listen on. Default HOST, the setting, 127.0.0.1.' },
  port: {
    type: 'integer',
    min: 0,
    max: 65_535,
    help: 'Port to listen on, 0 for any free one. Default PORT, the setting, 8000.',
  },
} as const;
