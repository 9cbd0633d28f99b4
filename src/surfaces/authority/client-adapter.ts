/**
 * Applications as oidc-provider's clients. It reads them and never writes them.
 *
 * Client metadata must be JSON and the provider keeps a parsed client for as long as its metadata stays
 * the same, so all that we know about an application travels inside it.
 */
import { randomBytes } from 'node:crypto'
import type { Adapter } from 'oidc-provider'
import type { Application, Applications } from '../../core/access/application.ts'
import type { TenantId } from '../../core/ids.ts'
import { Refused, unknownApplication } from './faults.ts'

/** The name of our own entry in client metadata. */
export const applicationProperty = 'application'

type Travelling = Omit<Application, 'secrets'> & {
  readonly secrets: readonly { readonly digest: string; readonly expiresAt?: string }[]
}

/** Fills the place of a client's secret, of which only digests are kept; equal to nothing that is ever sent. */
const noSecret = randomBytes(32).toString('base64url')

export function clientAdapter(
  applications: Pick<Applications, 'find'>,
  tenantId: TenantId,
): Adapter {
  return {
    async find(clientId) {
      const application = await applications.find(tenantId, clientId)
      if (application === undefined) throw new Refused(unknownApplication(clientId, tenantId))
      return {
        client_id: application.id,
        client_name: application.displayName,
        client_secret: noSecret,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        [applicationProperty]: pack(application),
      }
    },
    upsert: readOnly,
    consume: readOnly,
    destroy: readOnly,
    revokeByGrantId: readOnly,
    findByUid: readOnly,
    findByUserCode: readOnly,
  }
}

/** The application behind a client that `clientAdapter` has found. */
export function applicationOf(client: object): Application {
  const { secrets, ...application } = Reflect.get(client, applicationProperty) as Travelling
  return {
    ...application,
    secrets: secrets.map(({ digest, expiresAt }) => ({
      digest: Buffer.from(digest, 'base64'),
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    })),
  }
}

function pack({ secrets, ...application }: Application): Travelling {
  return {
    ...application,
    secrets: secrets.map(({ digest, expiresAt }) => ({
      digest: Buffer.from(digest).toString('base64'),
      ...(expiresAt !== undefined && { expiresAt: expiresAt.toISOString() }),
    })),
  }
}

async function readOnly(): Promise<never> {
  throw new Error('applications are not changed through the sign-in protocol')
}
