/** What an entry of the audit trail says, in words: the trail itself names acts and things as the API does. */

const things: Readonly<Record<string, string>> = {
  Application: 'an application',
  AuthenticatorApp: 'an authenticator app',
  DenyList: 'the deny list',
  DeploymentPolicy: 'the deployment policy',
  Device: 'an Entra device',
  DeviceJob: 'a device job',
  FactorPolicy: 'the rules for second factors',
  FactorRemoval: 'the removal of a factor',
  FactorReset: 'a reset of factors',
  File: 'a file',
  FirstPassword: 'a first password',
  Group: 'a group',
  HardwareOathToken: 'a hardware token',
  IdentityConflict: 'a conflict',
  IdentityProvider: 'an external identity provider',
  ImportedDeviceIdentity: 'corporate identifiers',
  ImportedWindowsAutopilotDeviceIdentity: 'rows to register',
  IntakeCode: 'a code for technicians',
  IntakeSubmission: 'a device that was handed in',
  ManagedDevice: 'a managed device',
  Passkey: 'a passkey',
  Role: 'a role',
  RoleAssignment: 'a role assignment',
  SignInPolicy: 'the rules for sign-in',
  Tenant: 'an organization',
  TenantAssociatedDevice: 'an associated device',
  SavedView: 'a saved view',
  User: 'a person',
  WindowsAutopilotDeploymentProfile: 'a profile',
  WindowsAutopilotDeviceIdentity: 'a device',
  WindowsAutopilotSettings: 'the Autopilot settings',
}

const verbs: Readonly<Record<string, string>> = {
  Create: 'Added',
  Patch: 'Changed',
  Update: 'Changed',
  Delete: 'Deleted',
  Get: 'Read',
}

type Named = { readonly name?: unknown }

/** `Create Group` → `Added a group: Kiosks`; what it does not know stays as it is. */
export function auditSentence(activity: string, resources: readonly unknown[] = []): string {
  const names = resources.flatMap((each) => {
    const { name } = (each ?? {}) as Named
    return typeof name === 'string' && name !== '' ? [name] : []
  })
  const sentence = withoutNames(activity)
  if (names.length === 0) return sentence
  const more = resources.length > 1 ? ` and ${resources.length - 1} more` : ''
  return `${sentence}: ${names[0]}${more}`
}

function withoutNames(activity: string): string {
  const words = activity.split(' ')
  const thing = things[words.at(-1) ?? '']
  const [verb = '', name] = words
  if (thing === undefined) return activity
  if (verb === 'Action' && words.length === 3 && name !== undefined)
    return acts[name] ?? `${spelled(name)} (${thing})`
  const said = verbs[verb]
  return said === undefined || words.length !== 2 ? activity : `${said} ${thing}`
}

/** Acts that people meet often, in their words. */
const acts: Readonly<Record<string, string>> = {
  collect: 'Read the hashes in a file',
  hashes: 'Read the hashes of a device',
  import: 'Sent rows to register',
  importDeviceIdentityList: 'Added corporate identifiers',
  importTenantAssociatedDevice: 'Added an associated device',
  approve: 'Approved what was handed in or requested',
  associate: 'Associated a device that was handed in',
  reject: 'Rejected what was handed in or requested',
  assignments: 'Changed who gets a profile',
  assign: 'Changed who gets a profile',
  updateDeviceProperties: 'Changed a device',
  assignUserToDevice: 'Assigned a user to a device',
  unassignUserFromDevice: 'Unassigned the user of a device',
  allowNextEnrollment: 'Allowed the next enrollment of a device',
  revokeSignInSessions: 'Revoked all sign-ins of a person',
  decide: 'Decided a conflict',
  end: 'Ended a device job',
  retry: 'Retried refused rows',
  sync: 'Started a sync',
}

/** `updateDeviceProperties` → `Update device properties`. */
function spelled(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
