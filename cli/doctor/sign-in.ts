/** Checks of `taxiway doctor` on a sign-in: a token and its permissions. */
import { isMicrosoft } from 'taxiway-autopilot'
import { GraphError, type RetryPolicy } from 'taxiway-graph-client'
import type { Context } from '../context/context-file.ts'
import { connect } from '../graph/client.ts'
import { devicesPath } from '../graph/device-pages.ts'
import { withHint } from '../graph/failures.ts'
import { newToken } from '../sign-in/token.ts'
import { type Finding, failed, ok, warning } from './finding.ts'

const writes = 'DeviceManagementServiceConfig.ReadWrite.All'
const waitMs = 20_000

/** A new token, so that an expired secret is noticed before the cached token expires. */
export async function signIn(
  context: Context,
): Promise<{ readonly finding: Finding; readonly token: string | undefined }> {
  const check = 'Sign-in'
  const policy: RetryPolicy = { until: performance.now() + waitMs, hasConnectedBefore: false }
  try {
    const { accessToken } = await newToken(context, policy)
    const who = context.account ?? `application ${context.clientId}`
    return { finding: ok(check, `${who} in ${context.tenant}`), token: accessToken }
  } catch (error) {
    const { message, hint } = withHint(error) as Error & { hint?: string }
    return {
      finding: failed(check, message, hint ?? 'Sign in again: taxiway login'),
      token: undefined,
    }
  }
}

/** Whether the token has the permission for imports; the next check shows whether the server accepts it. */
export function permissions(token: string): Finding {
  const check = 'Permissions'
  const named = permissionsIn(token)
  if (named === undefined) return ok(check, 'the token does not say')
  return named.includes(writes)
    ? ok(check, `${writes} is granted`)
    : warning(
        check,
        `the token names ${named.length === 0 ? 'none' : named.join(', ')}`,
        `To import and change devices, grant ${writes} (and consent to it); to read, …Read.All is enough.`,
      )
}

/** Of a person's token `scp`, of an application's `roles`; undefined when the token cannot be read. */
function permissionsIn(token: string): readonly string[] | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const scopes: readonly string[] = typeof claims.scp === 'string' ? claims.scp.split(' ') : []
    return [...scopes, ...(Array.isArray(claims.roles) ? claims.roles.map(String) : [])]
  } catch {
    return undefined
  }
}

export async function service(context: Context): Promise<Finding> {
  const check = 'Service'
  const kind = isMicrosoft(context.graph) ? "Microsoft's Graph" : context.graph
  try {
    await connect(context, waitMs / 1000).get(`${devicesPath}?$top=1`)
    return ok(check, `${kind} answers`)
  } catch (error) {
    const { message, hint } = withHint(error) as Error & { hint?: string }
    const isRefusal = error instanceof GraphError
    return failed(
      check,
      message,
      hint ?? (isRefusal ? 'Ask the administrator.' : 'Try again later.'),
    )
  }
}
