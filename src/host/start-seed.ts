/** The seed that a server starts with. */
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { ineffectiveRoles } from './seed/ineffective-roles.ts'
import { readSeed, refuseShortSecrets } from './seed/seed-file.ts'

export async function seedAt(path: string, { emulator }: Pick<Config, 'emulator'>, log: Log) {
  const seed = await readSeed(path)
  if (!emulator) refuseShortSecrets(seed)
  for (const role of ineffectiveRoles(seed))
    log.warn({ role }, 'a role of the seed grants nothing here')
  return seed
}
