#!/usr/bin/env node
/** The `taxiway` command of a checkout: makes sure it is installed, then runs it on Node ≥ 24. */
import { holdProgram, programPath } from './bundle.mjs'
import { ensureInstalled, say } from './install.mjs'
import { runProgram, serverFlags } from './node24.mjs'

try {
  await ensureInstalled('runtime')
  const args = process.argv.slice(2)
  const program = programPath('taxiway')
  if (args[0] === 'serve') holdProgram(program)
  await runProgram(program, args, args[0] === 'serve' ? serverFlags : [])
} catch (error) {
  say(error.message)
  process.exitCode = 1
}
