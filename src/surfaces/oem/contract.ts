/** What OEMs send. Names are in lower case here: requests spell them in any. */
import { maxDevicesOf } from 'taxiway-autopilot'
import { z } from 'zod'
import { ids } from '../../core/id-kinds.ts'
import { maxTextLength } from '../../core/storable-text.ts'
import { idShape } from '../http/id-shape.ts'

const text = z
  .string()
  .max(maxTextLength)
  .nullish()
  .transform((each) => each || null)

/** What is there and no text is called so. */
function whereMissing(words: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) => (input === undefined ? words : undefined),
  }
}

const maxDevices = maxDevicesOf('oemDirect')

/** Present, even where it is blank: a member that was forgotten must not deregister a device. */
const blankable = z
  .string(whereMissing('is missing; leave both blank to deregister'))
  .max(maxTextLength)

export const devicesRequest = z.object({
  devices: z
    .array(
      z.object({
        rowid: text,
        tenantid: blankable,
        tenantdomain: blankable,
        manufacturer: text,
        model: text,
        serialnumber: text,
        productkeyid: text,
        purchaseorderid: text,
        grouptag: text,
        /** Refused by name, however long it is: this channel takes none. */
        hardwarehash: z
          .unknown()
          .optional()
          .transform((each) => (each ? 'given' : null)),
      }),
    )
    .min(1)
    .max(maxDevices),
})

export const inventoryRequest = z.object({
  devices: z
    .array(
      z.object({
        rowid: text,
        manufacturer: text,
        model: text,
        serialnumber: text,
        productkeyid: text,
        hardwarehash: z.string().max(16_384),
      }),
    )
    .min(1)
    .max(maxDevices),
})

export const validateRequest = z.object({
  customers: z
    .array(z.object({ tenantid: z.string().max(253), tenantdomain: z.string().max(253) }))
    .min(1)
    .max(maxDevices),
})

export const submissionsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** The `next` of the page before. */
  after: idShape(ids.job).optional(),
})

export const rowsQuery = z.object({
  /** Rows up to this number are left out. */
  after: z.coerce.number().int().min(0).default(0),
})
