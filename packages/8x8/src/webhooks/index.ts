export { verifyWebhook, type WebhookHeaders, type WebhookKey, webhookKeyId, webhookPayload } from "./verify-webhook.js";
