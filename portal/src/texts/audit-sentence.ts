/** What an entry of the audit trail says, in words: the trail itself names acts and things as the API does. */

const things: Readonly<Record<string, string>> = {
  Application: 'an application',
  AuthenticatorApp: 'an authenticator app',
  DenyList: 'the deny list',
  DeploymentPolicy: 'the deployment policy',
  Device: 'an Entra device',
  DeviceJob: 'a job for many devices',
  FactorPolicy: 'the rules for second factors',
  FactorRemoval: 'the removal of a factor',
  FactorReset: 'a reset of factors',
  FirstPassword: 'a first password',
  Group: 'a group',
  HardwareOathToken: 'a hardware token',
  IdentityConflict: 'a case to decide',
  IdentityProvider: 'an outside provider',
  ImportedDeviceIdentity: 'corporate identifiers',
  ImportedWindowsAutopilotDeviceIdentity: 'rows to register',
  ManagedDevice: 'a managed device',
  Passkey: 'a passkey',
  Role: 'a role',
  RoleAssignment: 'who has a role',
  SignInPolicy: 'the rules for sign-in',
  Tenant: 'an organisation',
  TenantAssociatedDevice: 'an associated device',
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

/** `Create Group` → `Added a group`; what it does not know stays as it is. */
export function auditSentence(activity: string): string {
  const words = activity.split(' ')
  const thing = things[words.at(-1) ?? '']
  const [verb = '', name] = words
  if (thing === undefined) return activity
  if (verb === 'Action' && words.length === 3 && name !== undefined)
    return `${spelled(name)}: ${thing}`
  const said = verbs[verb]
  return said === undefined || words.length !== 2 ? activity : `${said} ${thing}`
}

/** `updateDeviceProperties` → `Update device properties`. */
function spelled(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
