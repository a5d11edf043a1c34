/** People, their SSH keys, and which machine is lent to whom until when. */
package io.bloomery.tenancy;
