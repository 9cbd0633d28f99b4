/** Why a sign-in fails at a Taxiway server that is known by another address than the one that was asked. */
import { isMicrosoft } from 'taxiway-autopilot'
import type { PortalConfiguration } from 'taxiway-autopilot/admin'
import type { Context } from '../context/context-file.ts'
import { CliError } from '../exit.ts'

const maxWait = 5_000

/** The failure, with that as what to do about it where it may be why. */
export async function atOtherAddress(
  { authority, tenant }: Pick<Context, 'authority' | 'tenant'>,
  failure: CliError,
): Promise<CliError> {
  const publicUrl = isMicrosoft(authority) ? undefined : await publicUrlAt(authority)
  if (publicUrl === undefined || publicUrl === new URL(authority).origin) return failure
  return new CliError(failure.message, {
    exitCode: failure.exitCode,
    hint: `The public URL of this server is ${publicUrl}, and the sign-in went to ${authority}. Sign in there: taxiway login --url ${publicUrl} --tenant ${tenant}. If nobody uses that address, the server's setting TAXIWAY_PUBLIC_URL is wrong.`,
    cause: failure,
  })
}

/** Undefined: it does not say. */
async function publicUrlAt(authority: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${authority}/common/portal-configuration`, {
      signal: AbortSignal.timeout(maxWait),
    })
    if (!answer.ok) return undefined
    return ((await answer.json()) as Partial<PortalConfiguration>).publicUrl
  } catch {
    return undefined
  }
}
