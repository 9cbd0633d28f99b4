/** Starts the server for `npm start`; nothing else. What was compiled once is kept for the next start. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('../cli-server/main.ts')
