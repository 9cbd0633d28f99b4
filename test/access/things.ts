/** One of everything that a path can name, and each of it such that rules protect it: strong, assigned, the last one. */
import { randomBytes } from 'node:crypto'
import { allRoles } from '../../src/core/access/permissions.ts'
import { ensureUser } from '../../src/core/directory/user.ts'
import { toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import { passkeysIn } from '../../src/identity-provider/storage/factors/passkeys.ts'
import { peopleIn } from '../../src/identity-provider/storage/people.ts'
import { type Client, json } from '../support/registry.ts'
import { giveRole, roleNamed } from '../support/roles.ts'
import { type Ids, populate, type Registry } from './route-requests.ts'

export async function thingsOf(registry: Registry, owner: Client): Promise<Ids> {
  const { tenantId } = owner
  const made = async (path: string, body: object) => json(owner.ask('POST', path, body))
  const first = async (path: string) => (await json(owner.ask('GET', path))).value[0]
  const ids = await populate(owner, 'Kiosk', 'SPELLED')
  const person = await personOf(registry, owner, {
    name: 'strong',
    roles: ['Global Administrator', 'Platform Operator'],
  })
  // Whose token an administrator of factors may try.
  await personOf(registry, owner, { name: 'weak', roles: [] })
  const assignment = await giveRole(owner, await roleNamed(owner, 'Global Administrator'), {
    principalKind: 'group',
    principalId: ids.groups,
  })
  const program = await registry.newClient(tenantId, allRoles)
  const { value: tokens } = await made('/admin/v1/hardware-tokens/import', {
    file: `upn,serial number,secret key,time interval,manufacturer,model\nweak@contoso.test,S1,${toBase32(randomBytes(20))},30,Contoso,Key`,
  })
  const provider = await made('/admin/v1/identity-providers', {
    displayName: 'Head office',
    issuer: 'https://login.example/realms/office',
    clientId: 'taxiway',
    clientSecret: 'a secret of the head office',
  })
  const webhook = await made('/admin/v1/webhooks', { url: 'https://receiver.example/hooks' })
  const plan = await made('/admin/v1/removal-plans', { select: { ids: [ids.device] } })
  const credential = await lastPasskey(registry, { tenantId, personId: person })
  const secret = await first(`/admin/v1/applications/${program.applicationId}/secrets`)
  const principal = await first(
    `/v1.0/servicePrincipals?$filter=appId eq '${program.applicationId}'`,
  )
  return {
    ...ids,
    'role-assignments': assignment,
    applications: program.applicationId,
    serviceprincipals: principal.id,
    users: person,
    members: person,
    'hardware-tokens': tokens[0].id,
    'identity-providers': provider.id,
    webhooks: webhook.id,
    'removal-plans': plan.id,
    passkeys: credential,
    secrets: secret.id,
    imports: (await first('/admin/v1/imports')).id,
    auditevents: (await first('/v1.0/deviceManagement/auditEvents')).id,
    tenants: tenantId,
    organization: tenantId,
    domains: `${tenantId}.test`,
    keys: randomBytes(32).toString('hex'),
  }
}

export async function personOf(
  { app, store }: Registry,
  { tenantId }: Pick<Client, 'tenantId'>,
  { name, roles }: { readonly name: string; readonly roles: readonly string[] },
): Promise<string> {
  const userPrincipalName = `${name}@contoso.test`
  const person = { tenantId, userPrincipalName, displayName: name, roles, licensed: false }
  await ensureUser(app.users, async () => '', person)
  const found = await peopleIn(store).findByName(tenantId, userPrincipalName)
  if (found === undefined) throw new Error('the person was not stored')
  return found.id
}

/** The person's only factor, without a browser. */
async function lastPasskey(
  { store }: Registry,
  person: { readonly tenantId: Client['tenantId']; readonly personId: string },
): Promise<string> {
  // 32 bytes: the last letter of their base64url has bits that nobody reads.
  const credentialId = randomBytes(32).toString('base64url')
  await passkeysIn(store).add({
    ...person,
    credentialId,
    publicKey: Buffer.from('key'),
    signCount: 0,
    aaguid: '00000000-0000-0000-0000-000000000000',
    transports: [],
    backupEligible: false,
    backedUp: false,
    displayName: 'Key',
    createdAt: new Date(),
  })
  return credentialId
}
