/** The seed file: what an installation starts with, in YAML or JSON. Unknown keys are refused by name. */
import { readFile } from 'node:fs/promises'
import { isUserPrincipalName } from 'taxiway-autopilot'
import { parse } from 'yaml'
import { z } from 'zod'
import { refuseUnstorable } from '../../core/storable-text.ts'

const user = z.strictObject({
  userPrincipalName: z.string().refine(isUserPrincipalName, 'expected name@domain'),
  displayName: z.string(),
  password: z.string().min(8).optional(),
  roles: z.array(z.string()).default([]),
  licensed: z.boolean().default(false),
})

const application = z.strictObject({
  /** Absent: the application is known by its display name. */
  clientId: z.guid().optional(),
  displayName: z.string(),
  secret: z.string().min(8).optional(),
  roles: z.array(z.string()),
})

const device = z.strictObject({
  serialNumber: z.string().optional(),
  hardwareHash: z.string(),
  groupTag: z.string().optional(),
  assignedUserPrincipalName: z.string().optional(),
})

const group = z.strictObject({
  displayName: z.string().min(1),
  /** People by principal name, devices by serial number. */
  members: z.array(z.string()).default([]),
  dynamicRule: z.string().optional(),
})

const profile = z.strictObject({
  displayName: z.string().min(1),
  description: z.string().optional(),
  join: z.enum(['entra', 'hybrid']).optional(),
  locale: z.string().optional(),
  deviceNameTemplate: z.string().optional(),
  preprovisioningAllowed: z.boolean().optional(),
  hardwareHashExtractionEnabled: z.boolean().optional(),
  outOfBoxExperience: z
    .strictObject({
      deviceUsageType: z.enum(['singleUser', 'shared']).optional(),
      userType: z.enum(['administrator', 'standard']).optional(),
      eulaHidden: z.boolean().optional(),
      escapeLinkHidden: z.boolean().optional(),
      keyboardSelectionPageSkipped: z.boolean().optional(),
      privacySettingsHidden: z.boolean().optional(),
    })
    .optional(),
  /** Names of groups, or `All devices`. */
  assignedTo: z.array(z.string()).default([]),
  excluded: z.array(z.string()).default([]),
})

const tenant = z.strictObject({
  /** Absent: the tenant is known by its domain. */
  id: z.guid().optional(),
  domain: z.string().min(1),
  displayName: z.string(),
  domains: z.array(z.string()).default([]),
  users: z.array(user).default([]),
  applications: z.array(application).default([]),
  groups: z.array(group).default([]),
  profiles: z.array(profile).default([]),
  devices: z.array(device).default([]),
})

const seedFile = z.strictObject({ tenants: z.array(tenant).default([]) })

export type Seed = z.output<typeof seedFile>
/** What may stand in the file. */
export type SeedInput = z.input<typeof seedFile>
export type SeedTenant = Seed['tenants'][number]

/** The seed file cannot be used; the message names the file, the place in it and what is expected there. */
export class SeedError extends Error {}

export async function readSeed(path: string): Promise<Seed> {
  const content = contentOf(await read(path), path)
  const parsed = seedFile.safeParse(content)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
  )
  throw new SeedError(`The seed file ${path} cannot be used:\n  ${lines.join('\n  ')}`)
}

function contentOf(text: string, path: string): unknown {
  try {
    const content: unknown = parse(text)
    refuseUnstorable(content, 'the file')
    return content
  } catch (cause) {
    // The reader of YAML says line and column, and shows the place.
    const message = (cause as Error).message.trimEnd()
    throw new SeedError(`The seed file ${path} cannot be used:\n  ${message}`, { cause })
  }
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new SeedError(`The seed file ${path} cannot be read. Check TAXIWAY_SEED.`, { cause })
  }
}
