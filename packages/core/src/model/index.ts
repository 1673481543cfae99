export type { Entity, EntityFinder, EntityKind } from './entity-finder.ts'
