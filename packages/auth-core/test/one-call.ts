// The least that a user writes. The checks compile it under every supported TypeScript and weigh its bundle.
import { clientCredentials, createTokenSource, post, type TokenSource } from "@x/auth-core";

const tokenUrl = "https://vendor.example/oauth2/token";
const clientId = "id";
const tokens: TokenSource = createTokenSource({
  exchange: clientCredentials({ tokenUrl, clientId, clientSecret: "secret", clientAuthentication: post }),
  key: [tokenUrl, clientId],
});
const token = await tokens.get();
const value: string = token.reveal();

export { value };
