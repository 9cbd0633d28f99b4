/** The server's own commands, run on its machine: they reach its database and its keys. */
import type { LazyCommand } from '../cli/commands.ts'

export const serverCommands: readonly LazyCommand[] = [
  {
    name: 'serve',
    summary: 'run the Taxiway server',
    load: async () => (await import('./serve/serve-command.ts')).serveCommand(),
  },
  {
    name: 'migrate',
    summary: 'bring the database to the schema of this version',
    load: async () => (await import('./store/migrate-command.ts')).migrateCommand(),
  },
  {
    name: 'backup',
    summary: 'write everything in the database to one file',
    load: async () => (await import('./store/backup-command.ts')).backupCommand(),
  },
  {
    name: 'restore',
    summary: 'bring a backup into an empty database',
    load: async () => (await import('./store/restore-command.ts')).restoreCommand(),
  },
  {
    name: 'verify',
    summary: 'check that the audit trail is what was written, and that the database fits together',
    load: async () => (await import('./verify/verify-command.ts')).verifyCommand(),
  },
  {
    name: 'keys',
    summary: 'change the key that protects secrets in the database, or the one that signs tokens',
    load: async () => (await import('./keys/keys-command.ts')).keysCommand(),
  },
]
