/** Starts the server for `npm start`; nothing else. */
import { keepCompiled } from './compile-cache.ts'

keepCompiled()
await import('../cli-server/main.ts')
