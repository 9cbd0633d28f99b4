/** `npm pack` in a checkout would pack TypeScript, which Node does not run inside node_modules. */
import { say } from './install.mjs'

say('A checkout is not what is published. Make the package with: npm run package')
process.exitCode = 1
