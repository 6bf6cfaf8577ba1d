/** What is answered when a request cannot be carried out: RFC 9457 problem details. */
@NullMarked
package io.backupman.api.problem;

import org.jspecify.annotations.NullMarked;
