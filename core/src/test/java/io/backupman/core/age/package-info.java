@NullMarked
package io.backupman.core.age;

import org.jspecify.annotations.NullMarked;
