/** Storage of enrolled devices, and the authority for their certificates. */
import { deviceIdKey } from '../../core/enrollment/device-id.ts'
import type { CertificateIssuer, EnrollDeps } from '../../core/enrollment/enroll.ts'
import { EnrollmentFault } from '../../core/enrollment/fault.ts'
import { type Restrictions, restrictionsOf } from '../../core/enrollment/restrictions.ts'
import type { TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import { canIssue, UnusableRequest } from '../../device-authority/device-certificates.ts'
import { devicesIn } from '../../storage/devices/devices.ts'
import { addEnrollmentIn } from '../../storage/enrollment/add-enrollment.ts'
import { deviceAuthorityIn } from '../../storage/enrollment/device-authority.ts'
import { enrollmentSettingsIn } from '../../storage/enrollment/settings.ts'
import { findEnrollingUserIn } from '../../storage/enrollment/users.ts'
import type { Base } from '../base.ts'
import { graphPortsIn } from './graph-ports.ts'

/** Configurations of a tenant that are looked at. */
const maxConfigurations = 1_000

export function enrollmentPortsOn(base: Base): EnrollDeps {
  const { store } = base
  const { enrollmentConfigurations } = graphPortsIn(store)
  const restrictions = async (tenantId: TenantId): Promise<Restrictions> => {
    const page = { limit: maxConfigurations }
    const { rows } = await enrollmentConfigurations.list(tenantId, { page })
    return restrictionsOf(rows.map(({ members }) => members))
  }
  return {
    issuer: issuerOn(base),
    settings: enrollmentSettingsIn(store),
    restrictions,
    findDevice: devicesIn(store).find,
    findUser: findEnrollingUserIn(store),
    add: addEnrollmentIn(store),
    newId: newUuid,
  }
}

/** Its libraries take as much memory as a fifth of an idle server: they are loaded when the first device enrolls. */
const certificates = () => import('../../device-authority/authority.ts')

function issuerOn({ store, wrap, now }: Base): CertificateIssuer {
  const authority = deviceAuthorityIn(store, wrap, {
    make: async () => (await certificates()).makeDeviceAuthority(now()),
    isUsable: (held) => canIssue(held, now()),
  })
  return {
    certificate: async () => (await authority()).certificate,
    async issue(request, deviceId) {
      const { readCertificateRequest } = await import(
        '../../device-authority/certificate-request.ts'
      )
      const { publicKey, deviceId: stated } = await readCertificateRequest(request).catch(refuse)
      if (stated !== undefined && deviceIdKey(stated) !== deviceIdKey(deviceId))
        throw new EnrollmentFault('certificate-request', 'The request is for another device.')
      const { issueCertificate } = await certificates()
      return await issueCertificate(await authority(), { deviceId, publicKey }, now())
    },
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof UnusableRequest)) throw error
  throw new EnrollmentFault('certificate-request', error.message, { cause: error })
}
