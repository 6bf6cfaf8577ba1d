package io.backupman.notifier.slack;

import java.util.Map;
import java.util.Optional;

/**
 * The words that Slack answers with where something is wrong, and what to do about them. From the
 * errors of incoming webhooks and of chat.postMessage.
 */
final class SlackErrors {
  private static final String NEW_WEBHOOK =
      "the webhook was removed or switched off; make a new one and put its address into"
          + " webhook_url.";
  private static final String NEW_TOKEN =
      "the token is not valid any more; install the app again and put its bot token into token.";
  private static final String NO_CHANNEL =
      "there is no such channel, or the app does not see it; check channel, and invite the app to"
          + " it.";
  private static final String ARCHIVED =
      "the channel is archived; unarchive it or choose another one.";
  private static final String FORBIDDEN =
      "an administrator of the workspace does not allow this post; ask them.";
  private static final String SCOPE =
      "the app may not post; give it the scope chat:write and install it again.";
  private static final String TOO_MANY = "too many messages were posted there; it will be later.";
  private static final String OURS =
      "Slack does not accept how the message is written; please report it to Backupman.";

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("no_service", NEW_WEBHOOK),
          Map.entry("no_service_id", NEW_WEBHOOK),
          Map.entry("no_active_hooks", NEW_WEBHOOK),
          Map.entry("no_team", NEW_WEBHOOK),
          Map.entry("team_disabled", "the workspace is not active any more; use another one."),
          Map.entry("invalid_token", "the address is wrong; copy it from Slack once more."),
          Map.entry("channel_not_found", NO_CHANNEL),
          Map.entry("not_in_channel", "the app is not in the channel; invite it: /invite @app."),
          Map.entry("channel_is_archived", ARCHIVED),
          Map.entry("is_archived", ARCHIVED),
          Map.entry("action_prohibited", FORBIDDEN),
          Map.entry("posting_to_general_channel_denied", FORBIDDEN),
          Map.entry("restricted_action", FORBIDDEN),
          Map.entry("ekm_access_denied", FORBIDDEN),
          Map.entry("not_authed", NEW_TOKEN),
          Map.entry("invalid_auth", NEW_TOKEN),
          Map.entry("account_inactive", NEW_TOKEN),
          Map.entry("token_revoked", NEW_TOKEN),
          Map.entry("token_expired", NEW_TOKEN),
          Map.entry("missing_scope", SCOPE),
          Map.entry("not_allowed_token_type", "it takes the token of a bot, xoxb-…."),
          Map.entry("ratelimited", TOO_MANY),
          Map.entry("rate_limited", TOO_MANY),
          Map.entry("invalid_payload", OURS),
          Map.entry("invalid_blocks", OURS),
          Map.entry("too_many_attachments", OURS),
          Map.entry("msg_too_long", OURS),
          Map.entry("no_text", OURS));

  private SlackErrors() {}

  /** The word and what to do; empty for a word that needs no explanation, or is none. */
  static Optional<String> advice(String error) {
    return Optional.ofNullable(ADVICE.get(error)).map(advice -> error + ": " + advice);
  }
}
