/** Starts the server for `npm start`; nothing else. */
import { keepCompiled } from './compile-cache.ts'
import { writeWhole } from './whole-writes.ts'

keepCompiled()
writeWhole(process.stdout)
await import('../cli-server/main.ts')
