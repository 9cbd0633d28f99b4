/** A database that went away in the middle of a command or a start. */
import { asOutage, DatabaseOutage, lostConnection } from '../../src/storage/sql/outage.ts'

/** Undefined: it is something else. Here a person knows best what was being done, and so what became of it. */
export function outageInWords(error: unknown): string | undefined {
  const outage = error instanceof DatabaseOutage ? error : asOutage(error)
  if (!(outage instanceof DatabaseOutage)) return undefined
  const { message, cause } = outage
  const said = message.startsWith(lostConnection) ? lostConnection : message
  return `${said.slice(0, -1)} (${(cause as Error).message}).`
}
