"""The only writers of visits: receiving, photos in pieces, reviewing, devices."""
