/** A simulated Windows device: its hardware, its life events, and its requests to a service. */

export { diagnosticsZip } from './diagnostics/diagnostics-zip.ts'
export {
  type EnrollmentMachine,
  type EnrollmentResult,
  type EnrollmentWish,
  enroll,
  managementDeviceId,
  renew,
} from './enrollment/enroll.ts'
export type { Enrolled } from './enrollment/provisioning.ts'
export { type FleetMachine, type FleetSetting, fleetMachine } from './fleet/fleet-machine.ts'
export { pooledKey, pooledKeys } from './fleet/pooled-keys.ts'
export { type CheckIn, checkIn, messageText, send } from './management/check-in.ts'
export { NodeStore } from './management/node-store.ts'
export { readMessage } from './management/read-message.ts'
export { memoryProver } from './prover/memory-prover.ts'
export type { Prover } from './prover/prover.ts'
export { type EkKind, socketProver } from './prover/socket-prover.ts'
export * from './service/deployment-client.ts'
export type { Ask, Problem, Service } from './service/service.ts'
export { type DeviceClock, deviceClock } from './windows/clock.ts'
export { Hardware } from './windows/hardware.ts'
export { type HappeningName, happen, happeningNames } from './windows/life.ts'
export { Management, type ManagementSetting } from './windows/management.ts'
export { type DeviceSetting, SimulatedDevice } from './windows/simulated-device.ts'
export type { DeviceState, WindowsEvent } from './windows/state.ts'
