/**
 * The channel {@code teams}: a report is posted to Microsoft Teams as an Adaptive Card, through a
 * workflow that begins with <a href="https://learn.microsoft.com/connectors/teams/">"When a Teams
 * webhook request is received"</a>.
 */
@NullMarked
package io.backupman.notifier.teams;

import org.jspecify.annotations.NullMarked;
