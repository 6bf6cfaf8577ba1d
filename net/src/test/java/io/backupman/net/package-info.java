@NullMarked
package io.backupman.net;

import org.jspecify.annotations.NullMarked;
