export * from "../common.js";
export type { components, operations, paths } from "../generated/post-call-survey.js";
export {
  createPostCallSurveyClient,
  type PostCallSurveyClient,
  type PostCallSurveyOptions,
  type PostCallSurveyPages,
} from "./client.js";
