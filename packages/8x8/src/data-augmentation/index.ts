export * from "../common.js";
export type { components, operations, paths } from "../generated/data-augmentation.js";
export { createDataAugmentationClient, type DataAugmentationClient, type DataAugmentationOptions } from "./client.js";
