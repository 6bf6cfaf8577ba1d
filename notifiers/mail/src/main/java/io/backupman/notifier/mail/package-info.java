/**
 * Reports by mail: one message for each destination, through an SMTP server.
 *
 * <p>{@link io.backupman.notifier.mail.MailNotifierProvider} is all that the host sees. Inside,
 * {@code MailSettings} is what the configuration says, {@code ReportMessage} is what people read,
 * and {@code Conversation} is one exchange with the server, ended from outside by {@code Attempts}
 * when it takes too long.
 */
@NullMarked
package io.backupman.notifier.mail;

import org.jspecify.annotations.NullMarked;
