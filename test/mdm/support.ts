/** A registry with devices that have enrolled, and what speaks for them. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  deviceClock,
  fleetMachine,
  Hardware,
  Management,
  type ManagementSetting,
  pooledKey,
} from 'taxiway-device'
import type { AppOptions } from '../../src/compose/app-options.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { issueCertificate, makeDeviceAuthority } from '../../src/device-authority/authority.ts'
import { openFirstBoot } from '../deployment/support.ts'
import { type Client, type Json, origin } from '../support/registry.ts'

export type EnrolledDevice = {
  readonly enrollmentId: string
  readonly deviceId: string
  readonly certificate: Buffer
  readonly privateKey: KeyObject
  readonly address: string
  readonly providerId: string
  readonly entDmId: string
}

export type EnrollmentOptions = {
  readonly ownership?: 'corporate' | 'personal'
  readonly isInOobe?: boolean
  readonly registrationId?: string
  readonly userPrincipalName?: string
  readonly means?: 'deployment' | 'administrator'
  readonly deviceId?: string
  /** Which of the pool of keys. */
  readonly key?: number
}

export async function openManagement(options: Partial<AppOptions> = {}) {
  const boot = await openFirstBoot(options)
  const authority = await makeDeviceAuthority(new Date())
  let count = 0

  /** An enrollment with its certificate, as the enrollment service leaves it. */
  async function enrolled(
    { tenantId }: Pick<Client, 'tenantId'>,
    given: EnrollmentOptions = {},
  ): Promise<EnrolledDevice> {
    count += 1
    const {
      ownership = 'corporate',
      isInOobe = false,
      means = 'administrator',
      deviceId = count.toString(16).toUpperCase().padStart(32, '0'),
    } = given
    const privateKey = pooledKey(given.key ?? count)
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
    const issued = await issueCertificate(authority, { deviceId, publicKey }, new Date())
    const enrollmentId = newUuid()
    await boot.store.pool.query(
      `insert into enrollment (tenant_id, enrollment_id, device_id, device_name, enrollment_type, ownership,
         user_principal_name, registration_id, is_in_oobe, means) values ($1, $2, $3, $4, 'device', $5, $6, $7, $8, $9)`,
      [
        tenantId,
        enrollmentId,
        deviceId,
        `PC-${count}`,
        ownership,
        given.userPrincipalName ?? null,
        given.registrationId ?? null,
        isInOobe,
        means,
      ],
    )
    await boot.store.pool.query(
      `insert into device_certificate (serial_number, fingerprint, tenant_id, enrollment_id, der, issued_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        issued.serialNumber,
        issued.fingerprint,
        tenantId,
        enrollmentId,
        issued.der,
        issued.issuedAt,
        issued.expiresAt,
      ],
    )
    return {
      enrollmentId,
      deviceId,
      certificate: issued.der,
      privateKey,
      address: `${origin}/omadm`,
      providerId: 'Taxiway',
      entDmId: enrollmentId,
    }
  }

  /** What the device has to say, and how it says it. */
  function managed(
    device: EnrolledDevice,
    hardwareHash = fleetMachine({ seed: 'managed' }, 0).hardwareHash,
    setting: Partial<ManagementSetting> = {},
  ): Management {
    const ask = (request: Request) => boot.app.fetch(request)
    const clock = deviceClock(new Date('2026-03-02T08:00:00Z'))
    const hardware = new Hardware(hardwareHash, null)
    return new Management({ ask, clock, hardware, osVersion: '10.0.26100.1', ...setting }, device)
  }

  /** The connection of a device that shows its certificate. */
  const withCertificate = (certificate: Buffer) => (request: Request) =>
    boot.app.fetch(request, { clientCertificate: certificate, drop: () => undefined })

  const setConversion = (of: Client, convertAllTargetedDevices: boolean) =>
    boot.store.pool.query(
      `insert into enrollment_settings (tenant_id, convert_all_targeted_devices) values ($1, $2)
       on conflict (tenant_id) do update set convert_all_targeted_devices = excluded.convert_all_targeted_devices`,
      [of.tenantId, convertAllTargetedDevices],
    )

  async function stateOf({ enrollmentId }: EnrolledDevice): Promise<Json> {
    const { rows } = await boot.store.pool.query(
      `select enrollment.state as enrollment, ended_by, registration_id, managed_device_id, managed.state
       from enrollment left join managed_enrollment as managed using (tenant_id, enrollment_id) where enrollment_id = $1`,
      [enrollmentId],
    )
    return rows[0]
  }

  return { ...boot, enrolled, managed, withCertificate, setConversion, stateOf }
}
