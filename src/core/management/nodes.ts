/** Nodes of Windows' configuration that are read or set. [documented: DevDetail, DevInfo, DMClient, EnrollmentStatusTracking and WindowsAutopilot CSPs] */

/** What Taxiway calls itself on devices: `PROVIDER-ID` of the provisioning document. */
export const providerId = 'Taxiway'

const provider = `./Device/Vendor/MSFT/DMClient/Provider/${providerId}`
const firstSync = `${provider}/FirstSyncStatus`
const preparation = `./Device/Vendor/MSFT/EnrollmentStatusTracking/DevicePreparation/PolicyProviders/${providerId}`

export const nodes = {
  hardwareData: './DevDetail/Ext/DeviceHardwareData',
  serialNumber: './DevDetail/Ext/Microsoft/SMBIOSSerialNumber',
  manufacturer: './DevInfo/Man',
  model: './DevInfo/Mod',
  softwareVersion: './DevDetail/SwV',
  enrollmentId: `${provider}/EntDMID`,
  mismatchData: './Vendor/MSFT/WindowsAutopilot/HardwareMismatchRemediationData',
  /** [documented: RemoteWipe CSP] */
  wipe: './Device/Vendor/MSFT/RemoteWipe/doWipe',
  wipeProtected: './Device/Vendor/MSFT/RemoteWipe/doWipeProtected',
  wipeKeepingProvisioning: './Device/Vendor/MSFT/RemoteWipe/doWipePersistProvisionedData',
  wipeKeepingData: './Device/Vendor/MSFT/RemoteWipe/doWipePersistUserData',
  unenroll: './Device/Vendor/MSFT/DMClient/Unenroll',
  firstRetries: `${provider}/Poll/NumberOfFirstRetries`,
  firstInterval: `${provider}/Poll/IntervalForFirstSetOfRetries`,
  remainingInterval: `${provider}/Poll/IntervalForRemainingScheduledRetries`,
  remainingRetries: `${provider}/Poll/NumberOfRemainingScheduledRetries`,
  pollOnLogin: `${provider}/Poll/PollOnLogin`,
  skipDevicePage: `${firstSync}/SkipDeviceStatusPage`,
  skipUserPage: `${firstSync}/SkipUserStatusPage`,
  timeout: `${firstSync}/TimeOutUntilSyncFailure`,
  block: `${firstSync}/BlockInStatusPage`,
  collectLogs: `${firstSync}/AllowCollectLogsButton`,
  errorText: `${firstSync}/CustomErrorText`,
  finished: `${firstSync}/ServerHasFinishedProvisioning`,
  isSyncDone: `${firstSync}/IsSyncDone`,
  succeeded: `${firstSync}/WasDeviceSuccessfullyProvisioned`,
  preparation,
  preparationState: `${preparation}/InstallationState`,
  preparationApps: `${preparation}/TrackedResourceTypes/Apps`,
  pageIsGone: './Device/Vendor/MSFT/EnrollmentStatusTracking/Setup/HasProvisioningCompleted',
} as const
