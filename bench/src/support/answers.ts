/** What the API answers in the runs that measure CPU time: a small body, so that the client's own share is large. */
export const employee: string = JSON.stringify({
  data: {
    id: "96b1cff7-3099-44a9-bd28-0292be8aff7f",
    name: "Ada Lovelace",
    email: "ada@example.com",
    startDate: "2019-08-01",
    processedAt: "2019-08-01T12:00:00Z",
  },
});

export const token: string = JSON.stringify({ access_token: "token", token_type: "Bearer", expires_in: 3_600 });
