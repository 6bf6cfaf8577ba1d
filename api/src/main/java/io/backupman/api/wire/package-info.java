/** What goes over the wire: JSON records in the order of their members, and how they are sent. */
@NullMarked
package io.backupman.api.wire;

import org.jspecify.annotations.NullMarked;
