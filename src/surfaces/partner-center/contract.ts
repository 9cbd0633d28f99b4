/** What Partner Center takes. Names are in lower case here: requests spell them in any. */
import { z } from 'zod'
import { maxTextLength } from '../../core/storable-text.ts'

const text = z
  .union([z.string().max(maxTextLength), z.number()])
  .transform(String)
  .optional()

const policy = z.object({ key: text, value: text })

/** What cannot be read as policies is as absent as none. */
const policies = z.array(policy).optional()

/** The hash may be no text at all; its row is refused then, and the others are not. */
export const deviceShape = z.object({
  serialnumber: text,
  productkey: text,
  hardwarehash: z.string().max(16_384).optional(),
  modelname: text,
  oemmanufacturername: text,
})

export const batchRequest = z.object({
  batchid: z.string().max(maxTextLength),
  devices: z.array(deviceShape).default([]),
})

export const devicesRequest = z.array(deviceShape)

export const deviceChange = z.object({ policies })

export const policyUpdates = z.object({
  devices: z.array(z.object({ id: text, serialnumber: text, policies })).default([]),
})

const setting = z.enum([
  'none',
  'remove_oem_preinstalls',
  'oobe_user_not_local_admin',
  'skip_express_settings',
  'skip_oem_registration',
  'skip_eula',
])

export const policyRequest = z.object({
  name: z.string().max(200),
  category: z
    .union([z.string(), z.number()])
    .optional()
    // Clients leave it out, so `none` arrives. [observed]
    .refine(
      (each) =>
        each === undefined ||
        ['none', 'o_o_b_e', 'oobe', '0', '1'].includes(String(each).toLowerCase()),
      {
        error: 'is not a category; the only one is o_o_b_e',
      },
    ),
  description: z.string().max(1_500).optional(),
  policysettings: z.array(z.string().toLowerCase().pipe(setting)).default([]),
})

export const customerChange = z.object({
  relationshiptopartner: z
    .union([z.string(), z.number()])
    .transform((each) => String(each).toLowerCase())
    .refine((each) => each === 'none' || each === '5', {
      error: "can only be set to 'none', which ends the relationship",
    }),
})

/** More on one page than this are not asked for by any page of the documentation. [inferred] */
const maxPageSize = 500

/** A whole number [documented], of which no page says the range: less than 1 is refused, and too much is the most. [inferred] */
export const sizeQuery = z.object({
  size: z
    .string()
    .regex(/^0*[1-9][0-9]*$/, { error: 'has to be a whole number of 1 or more' })
    .transform((text) => Math.min(Number(text), maxPageSize))
    .optional(),
  filter: z.string().max(1_000).optional(),
})

export const relationshipQuery = z.object({ relationship_type: z.string().max(100).optional() })
