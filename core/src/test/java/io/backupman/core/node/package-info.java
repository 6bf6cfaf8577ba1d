@NullMarked
package io.backupman.core.node;

import org.jspecify.annotations.NullMarked;
