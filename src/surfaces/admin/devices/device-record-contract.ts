/** The shape of everything that a tenant holds about one device. */
import type { DeviceRecordView } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { associationAnswer } from '../associations/association-contract.ts'

const time = z.string().nullable()

export const deviceRecordAnswer = z.object({
  registrationId: z.string(),
  tuple: z.object({ manufacturer: z.string(), model: z.string(), serialNumber: z.string() }),
  productKeyIds: z.array(z.string()),
  tpmKeys: z.array(z.string()),
  claim: z.object({
    level: z.int(),
    provisionalUntilDateTime: time,
    channel: z.string(),
    registeredDateTime: z.string(),
  }),
  remediation: z.object({
    state: z.enum([
      'noRemediationRequired',
      'automaticRemediationRequired',
      'manualRemediationRequired',
    ]),
    changedDateTime: time,
  }),
  replaces: z.array(
    z.object({
      registrationId: z.string(),
      serialNumber: z.string(),
      replacedDateTime: z.string(),
      repairId: z.string().nullable(),
    }),
  ),
  hashes: z.array(z.object({ acceptedDateTime: z.string(), changes: z.array(z.string()) })),
  corporateIdentifiers: z.array(
    z.object({
      id: z.string(),
      identifier: z.string(),
      type: z.enum(['imei', 'serialNumber', 'manufacturerModelSerial']),
    }),
  ),
  associations: z.array(associationAnswer),
  enrollments: z.array(
    z.object({
      id: z.string(),
      deviceName: z.string().nullable(),
      state: z.enum(['active', 'leaving', 'ended']),
      enrolledDateTime: z.string(),
      endedDateTime: time,
    }),
  ),
  earlier: z.array(
    z.object({
      registrationId: z.string(),
      state: z.string(),
      deletedDateTime: z.string(),
      deletedBy: z.string(),
    }),
  ),
  repairs: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      openedDateTime: z.string(),
      closedDateTime: time,
    }),
  ),
  certificates: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      sequence: z.int(),
      side: z.enum(['giver', 'receiver']),
      issuedDateTime: z.string(),
      verifyUrl: z.string(),
    }),
  ),
}) satisfies z.ZodType<DeviceRecordView>
