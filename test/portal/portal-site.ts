/** A whole Taxiway behind HTTPS with the built portal. */
import { allRoles } from '../../src/core/access/permissions.ts'
import { ensureUser } from '../../src/core/directory/user.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { portalFilesIn } from '../../src/host/portal-files.ts'
import { hashPassword } from '../../src/identity-provider/passwords/argon2.ts'
import { usersIn } from '../../src/storage/directory/users.ts'
import { emulationAt } from '../support/movable-registry.ts'
import { localBackend } from '../support/postgres.ts'
import { type Client, openRegistry } from '../support/registry.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'
import { password } from './visits.ts'

export type PortalSite = Awaited<ReturnType<typeof openPortalSite>>

export type Organization = {
  readonly tenantId: TenantId
  readonly domain: string
  /** An application that may do everything. */
  readonly client: Client
  addPerson(name: string, displayName: string, roles: readonly string[]): Promise<void>
}

export type PortalSiteOptions = {
  /** No emulator: its clock is everybody's, and no page has the emulator's band. */
  readonly isPlain?: boolean
}

/** With one organization, `contoso.test`, and Ada, who administers its devices. Work in the background goes on by itself. */
export async function openPortalSite({ isPlain = false }: PortalSiteOptions = {}) {
  const https = await startHttps()
  let now = () => new Date()
  const registry = await openRegistry(localBackend, {
    ...(!isPlain && { emulation: emulationAt(() => now()) }),
    publicUrl: https.origin,
    portal: portalFilesIn(),
    onImport: () => work(),
  })
  let isHeld = false
  let working: Promise<void> | undefined
  function work(): void {
    working ??= workOff().finally(() => {
      working = undefined
    })
  }
  async function workOff(): Promise<void> {
    while (!isHeld && ((await registry.app.decideNext()) || (await registry.app.runNextJob())));
  }
  // What is announced within a transaction is there to be done only after it.
  const looking = setInterval(work, 50)
  const answers = new Set<Promise<Response>>()
  https.serve((request) => {
    const answer = registry.app.fetch(request).finally(() => answers.delete(answer))
    answers.add(answer)
    return answer
  })

  async function addOrganization(domain: string, displayName: string): Promise<Organization> {
    const tenantId = newUuid() as TenantId
    await registry.app.tenants.ensure({ id: tenantId, displayName, domains: [domain] })
    return {
      tenantId,
      domain,
      client: await registry.newClient(tenantId, allRoles),
      async addPerson(name, personName, roles) {
        await ensureUser(usersIn(registry.store), hashPassword, {
          tenantId,
          userPrincipalName: `${name}@${domain}`,
          displayName: personName,
          password,
          roles,
          licensed: true,
        })
      },
    }
  }

  const contoso = await addOrganization('contoso.test', 'Contoso')
  await contoso.addPerson('ada', 'Ada Adams', ['Intune Administrator'])

  return {
    origin: https.origin,
    caPath: https.caPath,
    registry,
    contoso,
    addOrganization,
    /** Resolves when everything that was sent is decided, and all jobs are done. */
    async settled(): Promise<void> {
      await working
      // One worker at a time: beside another, it would take what that one has begun for done.
      work()
      await working
    },
    /** The server's clock is from now on so many seconds ahead. */
    pass(seconds: number): void {
      now = () => new Date(Date.now() + seconds * 1000)
    },
    /** What is sent waits until `release`. */
    hold(): void {
      isHeld = true
    },
    release(): void {
      isHeld = false
      work()
    },
    async close() {
      clearInterval(looking)
      await https.close()
      // What was still asked is answered, though nobody hears it, before its database is closed.
      await Promise.allSettled(answers)
      await working
      await registry.close()
    },
  }
}
