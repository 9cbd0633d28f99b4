#!/usr/bin/env node
/** The `taxiway` command of a checkout: makes sure it is installed, then runs it on Node ≥ 24. */
import { programPath } from './bundle.mjs'
import { ensureInstalled, say } from './install.mjs'
import { runProgram } from './node24.mjs'

try {
  await ensureInstalled('runtime')
  await runProgram(programPath('taxiway'), process.argv.slice(2))
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
